package mfamethods

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"handrail/app/guide"
	"handrail/app/guide/ask"
	"handrail/app/guide/terms"
	"handrail/app/identity/access"
	"handrail/app/identity/mfa"
	"handrail/app/letter"
	"handrail/app/report"
)

func (d deps) prepareStep() guide.Step {
	return guide.Step{
		ID: stepPrepare, Title: "Prepare people", NextLabel: "Create the texts",
		Summary: "Tell people before the change, and help those who would be locked out.",
		Text: "Handrail sends nothing: you send the texts. The drafts open in your email program. " +
			"The table is for a mail merge.",
		Needs: stepWho, DependsOn: depends(askWave, askDay, askAdd),
		Terms: terms.Of(terms.MFA, terms.AccessPass, terms.Passkey, terms.CSV),
		Asks: []guide.Ask{
			ask.Day(askDay, ask.Words{Label: "On which day do you make the change?", Hint: "For example 2026-12-08.",
				Help: "The texts include this day. Two weeks give people time."},
				ask.FirstOf(func(*guide.Visit) string { return d.Now().AddDate(0, 0, 14).Format(time.DateOnly) })),
			ask.Optional(ask.Lines(askAdd, ask.Words{Label: "Do you want to add your own text?",
				Hint: "It appears at the end of every text. For example: Ask Ada if you need help. " +
					"Leave it empty if you have none.",
				Help: "You can change each draft in your email program before you send it."})),
		},
		Hand: d.prepare, Aside: true,
	}
}

// recipient is the recipient of one text.
type recipient struct {
	name, mail, user, language string
	outcome                    mfa.Outcome // the worst that is shown
	certain                    mfa.Outcome // what is certain
	effect                     mfa.Effect
}

// helped reports whether t is locked out and could set up a new method with help.
func (t recipient) helped() bool { return t.outcome == mfa.LockedOut && t.effect.Offer != 0 }

func toTell(p *mfa.Preview) (all []recipient) {
	for _, i := range p.Sorted() {
		if t, ok := recipientOf(p, i); ok {
			all = append(all, t)
		}
	}
	return all
}

// recipientOf returns person i as the recipient of a text; false where none is needed.
func recipientOf(p *mfa.Preview, i int) (recipient, bool) {
	who, r := &p.Question.Organisation.People[i], &p.Results[i]
	worst, certain := r.Shown().Worst(), r.Outcomes
	if certain.Has(mfa.AlreadyBroken) && certain.Has(mfa.AskedDifferently|mfa.CallInstead) {
		certain &^= mfa.AlreadyBroken // the change mends it
		worst = (r.Shown() &^ mfa.AlreadyBroken).Worst()
	}
	if kindOf(worst) == "" {
		return recipient{}, false
	}
	mail := who.Mail
	if mail == "" {
		mail = who.UPN
	}
	return recipient{who.Label(), mail, who.UPN, letter.LanguageOf(who.Language), worst, certain, p.EffectOn(i)}, true
}

// textsOf returns what every text about the change of p contains.
func textsOf(v *guide.Visit, p *mfa.Preview) texts {
	after := p.Question.After
	say := texts{on: v.Answer(askDay), own: v.Answer(askAdd), remind: mfa.Notify,
		pass: after.Methods[mfa.TemporaryAccessPass].On == access.Yes}
	for i, t := range after.Campaign.Include {
		remind := mfa.Notify
		if strings.EqualFold(t.Method, mfa.Fido2Target) {
			remind = mfa.Passkey
		}
		if i > 0 && remind != say.remind {
			remind = 0 // not the same for everyone
		}
		say.remind = remind
	}
	for _, c := range changesOf(v) {
		if len(c.Groups()) > 0 {
			say.some = true
		}
	}
	return say
}

func (d deps) prepare(ctx context.Context, v *guide.Visit) (*guide.Handover, error) {
	p, err := d.preview(ctx, v, changesOf(v), nil)
	if err != nil {
		return nil, err
	}
	all, say := toTell(p), textsOf(v, p)
	if len(all) == 0 {
		return &guide.Handover{Nothing: "You do not need to tell anyone. Nothing changes for anyone."}, nil
	}
	h := &guide.Handover{Done: "I have told them"}
	h.Blocks = append(h.Blocks, report.Text{Text: guide.Count(len(all), "person needs", "people need") + " to know."})
	if n := p.Totals[mfa.LockedOut]; n > 0 {
		h.Blocks = append(h.Blocks, report.Heading{Text: "For people who would be locked out"})
		if say.pass && slices.ContainsFunc(all, recipient.helped) {
			h.Blocks = append(h.Blocks, passSteps(n))
		} else {
			h.Blocks = append(h.Blocks, report.Text{Text: "Handrail found no method that they could set up with a " +
				"Temporary Access Pass. Allow one, and Temporary Access Passes, before you make the change."})
		}
		h.Links = append(h.Links, guide.Link{Title: "Microsoft Entra admin center: Users",
			URL: "https://entra.microsoft.com/#view/Microsoft_AAD_UsersAndTenants/UserManagementMenuBlade"})
	}
	files := make([]guide.File, 0, 2+len(all))
	files = append(files, guide.File{Path: "people.csv", Make: func() ([]byte, error) { return merge(all, say), nil }},
		guide.File{Path: "notice.html", Data: notice(all, say)})
	for i := range all {
		t := &all[i]
		files = append(files, guide.File{Path: fmt.Sprintf("drafts/%04d-%s.eml", i+1, t.outcome.Code()),
			Make: func() ([]byte, error) { return eml(*t, say) }})
	}
	h.Bundles = []guide.Bundle{{ID: "mails", Title: "Texts for your people",
		Summary: "A table for a mail merge, one draft for each person, and a notice to print.",
		Steps: []string{"Save the files.",
			"Open a draft in your email program, check it and send it. Or use the table for a mail merge.",
			"Print the notice and put it up."}, Files: files}}
	seen := map[string]bool{}
	for _, t := range all {
		if k := t.kind(); !seen[k] {
			seen[k] = true
			t.name, t.user, t.language = "…", "…", "en"
			subject, text := say.of(t)
			h.Messages = append(h.Messages, guide.Message{To: t.outcome.Title(), Subject: subject, Text: text})
		}
	}
	return h, nil
}

func passSteps(n int) report.Timeline {
	who := fmt.Sprintf("Do this with each of the %d people, in person or on the phone.", n)
	if n == 1 {
		who = "Do this with the person, face to face or on the phone."
	}
	return report.Timeline{Title: "With a Temporary Access Pass", Items: []report.Event{
		{Text: who},
		{Text: "Open the person in the Microsoft Entra admin center, then select “Authentication methods”."},
		{Text: "Select “Add authentication method”, then “Temporary Access Pass”."},
		{Text: "Tell the person the code face to face or on the phone. Never send it by email."},
		{Text: "The person opens aka.ms/mfasetup, signs in with the code and sets up a method that you allow, for " +
			"example a passkey."},
	}}
}

// merge returns the table for a mail merge, as CSV.
func merge(all []recipient, say texts) []byte {
	return letter.TableOf(func(yield func(letter.Letter) bool) {
		for i := range all {
			if !yield(say.letter(all[i])) {
				return
			}
		}
	})
}

// letter returns the text to t.
func (s texts) letter(t recipient) letter.Letter {
	t.name = line1(t.name)
	subject, text := s.of(t)
	return letter.Letter{Name: t.name, Mail: t.mail, Language: t.language, Kind: t.outcome.Code(), Subject: subject,
		Text: text}
}

// line1 replaces control characters, so that s cannot start a new header line.
func line1(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return ' '
		}
		return r
	}, s)
}

// eml returns a draft of the text to t.
func eml(t recipient, say texts) ([]byte, error) {
	var b bytes.Buffer
	err := say.letter(t).WriteDraft(&b)
	return b.Bytes(), err
}
