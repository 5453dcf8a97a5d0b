package mfamethods

import (
	"strings"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/mfa"
)

const several = "several"

func (d Deps) changeStep() guide.Step {
	return guide.Step{
		ID:    stepChange,
		Title: "What to change",
		Lead:  "Choose what you want. Nothing happens before you confirm it.",
		Next:  "Look how it is today",
		Terms: []guide.Term{termMFA, termKey, termPass},
		Asks: append([]guide.Ask{
			{Name: askChange, Label: "What do you want to change?", Hint: "You can come back and choose again.", Kind: guide.Choice,
				Options: func(*guide.Visit) []guide.Option {
					return append(choices(), guide.Option{Value: several, Label: "Something else, or several together", Hint: "You write the changes as a list."})
				},
				Default: func(*guide.Visit) string { return "sms-off" }, Valid: validChange, Clean: cleanChange,
				What: "Each method can be on or off, for everybody or for some groups."},
			{Name: askSeveral, Label: "Which changes?", Hint: "With commas between them: sms-only:group-id, authenticator-on, campaign-stop", Kind: guide.Line,
				Default: func(*guide.Visit) string { return "sms-off,voice-off" },
				When:    func(v *guide.Visit) bool { return v.Answer(askChange) == several },
				Valid:   func(_ *guide.Visit, text string) error { _, err := mfa.ParseChanges(text); return err }, Clean: strings.TrimSpace,
				What: "In place of group-id stands the id of a group, as the Entra admin center shows it. A campaign reminds people after they signed in."},
		}, d.waveAsks()...),
	}
}

func choices() []guide.Option {
	return []guide.Option{
		{Value: "sms-off", Label: "Turn off text messages", Hint: "Calls stay as they are."},
		{Value: "voice-off", Label: "Turn off voice calls", Hint: "Text messages stay as they are."},
		{Value: "sms-off,voice-off", Label: "Turn off both", Hint: "What Microsoft does by itself on 1 February 2027."},
		{Value: "authenticator-on", Label: "Turn on the Authenticator app"},
		{Value: "passkeys-on", Label: "Turn on passkeys"},
		{Value: "softwareoath-on", Label: "Turn on codes from other apps"},
		{Value: "tap-on", Label: "Turn on the Temporary Access Pass", Hint: "It opens the way for those who are locked out."},
		{Value: "campaign-start:passkey", Label: "Remind people to set up a passkey"},
		{Value: "campaign-start:authenticator", Label: "Remind people to set up the Authenticator app"},
		{Value: "campaign-stop", Label: "Stop the reminders"},
		{Value: "migration-complete", Label: "Finish the move from the older settings", Hint: "The older settings then have no say any more."},
		{Value: "none", Label: "Nothing, only look", Hint: "What happens on 1 February 2027 is shown all the same."},
	}
}

func validChange(_ *guide.Visit, text string) error {
	if text == several {
		return nil
	}
	if text == "" {
		return app.Errorf(app.Invalid, "Choose what you want to change.", "Nothing is chosen yet.")
	}
	_, err := mfa.ParseChanges(text)
	return err
}

// cleanChange gives the form that is kept, so that the same change has one name.
func cleanChange(text string) string {
	text = strings.TrimSpace(text)
	if all, err := mfa.ParseChanges(text); err == nil && text != "" {
		return all.String()
	}
	return text
}

// changesOf gives what the visit wants to change now: all of it, or its wave.
func changesOf(v *guide.Visit) mfa.Changes { return wave(v, baseOf(v)) }

// baseOf gives all that the visit wants to change in the end.
func baseOf(v *guide.Visit) mfa.Changes {
	text := v.Answer(askChange)
	if text == several {
		text = v.Answer(askSeveral)
	}
	all, _ := mfa.ParseChanges(text) // it was checked when it was answered
	return all
}

// titleOf says in words what changes.
func titleOf(all mfa.Changes) string {
	if len(all) == 0 {
		return "Nothing is changed"
	}
	words := make([]string, len(all))
	for i, c := range all {
		words[i] = c.Title()
	}
	return strings.Join(words, "; ")
}
