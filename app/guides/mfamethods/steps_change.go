package mfamethods

import (
	"strings"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/guide/ask"
	"handrail/app/guide/terms"
	"handrail/app/identity/mfa"
)

const several = "several"

func changeStep() guide.Step {
	return guide.Step{
		ID:        stepChange,
		Title:     "Choose a change",
		Summary:   "Select what you want to change. Nothing happens until you confirm it.",
		NextLabel: "Check current settings",
		Terms:     terms.Of(terms.MFA, terms.Passkey, terms.AccessPass),
		Asks: append([]guide.Ask{
			ask.Choice(askChange, ask.Words{Label: "What do you want to change?",
				Hint: "You can come back and choose another.",
				Help: "Each method can be on or off, for everyone or for some groups."},
				append(choices(), guide.Option{Value: several, Label: "Something else, or several changes",
					Hint: "Enter the changes as a list."}),
				ask.Checked(validChange), ask.Cleaned(cleanChange)),
			ask.Line(askSeveral, ask.Words{Label: "Which changes?",
				Hint: "Separated by commas. For example sms-only:group-id, authenticator-on, campaign-stop",
				Help: "Replace group-id with the group’s Object ID from the Microsoft Entra admin center. " +
					"A registration campaign asks people after sign-in to set up a method."},
				ask.First("sms-off,voice-off"),
				ask.WhenOf(func(v *guide.Visit) bool { return v.Answer(askChange) == several }),
				ask.Checked(func(text string) error { _, err := mfa.ParseChanges(text); return err })),
		}, waveAsks()...),
	}
}

func choices() []guide.Option {
	return []guide.Option{
		{Value: "sms-off", Label: "Turn off text messages", Hint: "Phone calls stay as they are."},
		{Value: "voice-off", Label: "Turn off phone calls", Hint: "Text messages stay as they are."},
		{Value: "sms-off,voice-off", Label: "Turn off text messages and phone calls",
			Hint: "Microsoft does this automatically " + mfa.Retirements().Words() + "."},
		{Value: "authenticator-on", Label: "Turn on Microsoft Authenticator"},
		{Value: "passkeys-on", Label: "Turn on passkeys"},
		{Value: "softwareoath-on", Label: "Turn on authenticator app codes"},
		{Value: "tap-on", Label: "Turn on Temporary Access Pass",
			Hint: "With it, people who are locked out can sign in."},
		{Value: "campaign-start:passkey", Label: "Start a registration campaign for passkeys"},
		{Value: "campaign-start:authenticator", Label: "Start a registration campaign for Microsoft Authenticator"},
		{Value: "campaign-stop", Label: "Stop the registration campaign"},
		{Value: "migration-complete", Label: "Finish the move from the legacy MFA settings",
			Hint: "The legacy MFA settings then no longer apply."},
		{Value: "none", Label: "Change nothing, only check", Hint: "You see what happens when Microsoft ends " +
			"text messages and phone calls."},
	}
}

func validChange(text string) error {
	if text == several {
		return nil
	}
	if text == "" {
		return app.Errorf(app.Invalid, "Choose what you want to change.", "You have not chosen a change yet.")
	}
	_, err := mfa.ParseChanges(text)
	return err
}

// cleanChange returns the stored form of text, so that a change has one name.
func cleanChange(text string) string {
	text = strings.TrimSpace(text)
	if all, err := mfa.ParseChanges(text); err == nil && text != "" {
		return all.String()
	}
	return text
}

// changesOf returns the changes to make now: all of them, or the current wave.
func changesOf(v *guide.Visit) mfa.Changes { return wave(v, baseOf(v)) }

// baseOf returns all changes of the visit, those of later waves included.
func baseOf(v *guide.Visit) mfa.Changes {
	text := v.Answer(askChange)
	if text == several {
		text = v.Answer(askSeveral)
	}
	all, _ := mfa.ParseChanges(text) // it was checked when it was answered
	return all
}

// titleOf returns a title for all changes together.
func titleOf(all mfa.Changes) string {
	if len(all) == 0 {
		return "No change"
	}
	words := make([]string, len(all))
	for i, c := range all {
		words[i] = c.Title()
	}
	return strings.Join(words, "; ")
}
