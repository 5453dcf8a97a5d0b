package mfamethods

import (
	"context"
	"regexp"
	"strconv"
	"strings"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/guide/frame"
	"handrail/app/guide/terms"
	"handrail/app/identity/access"
	"handrail/app/identity/mfa"
	"handrail/app/identity/mfaview"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/app/tenant"
)

func (d deps) todayStep() guide.Step {
	return guide.Step{
		ID: stepToday, Title: "Current settings",
		Summary: "See which methods are on, for whom, and how many people registered each.",
		Text: "Handrail uses the data saved on this computer and shows how old it is. " +
			"It reads the groups in your policies now.",
		MainLabel: "See who is affected", Terms: terms.Of(terms.MFA, terms.Passkey, terms.AccessPass),
		Needs: stepChange, DependsOn: depends(), Look: d.today, Ready: d.gateToday,
	}
}

// people returns how many people have registered m, in words if it is not known.
func people(o *mfa.Organisation, m mfa.Method) string {
	if o.Read[tenant.SectionRegistration].IsZero() {
		return "Not known"
	}
	n := 0
	for i := range o.People {
		if o.People[i].Registered&registeredFor[m] != 0 {
			n++
		}
	}
	return strconv.Itoa(n)
}

var registeredFor = map[mfa.Method]mfa.Registered{
	mfa.Sms: mfa.MobilePhone, mfa.Voice: mfa.MobilePhone | mfa.AlternatePhone | mfa.OfficePhone,
	mfa.Authenticator: mfa.AppPush | mfa.AppPasswordless, mfa.Fido2: mfa.PasskeyBound,
	mfa.SoftwareOath: mfa.SoftwareCode, mfa.HardwareOath: mfa.HardwareCode,
	mfa.TemporaryAccessPass: mfa.TemporaryPass, mfa.X509: mfa.CertificateMulti,
	mfa.EmailOTP: mfa.Email,
}

func (d deps) today(ctx context.Context, v *guide.Visit, rep task.Report) (*report.Document, error) {
	waves, unknown, err := d.findWaves(ctx, v, rep)
	if err != nil {
		return nil, err
	}
	told := d.told(ctx, v)
	for _, f := range waves {
		told.Groups = append(told.Groups, f.Value)
	}
	o, err := mfa.LoadCurrent(ctx, d.Tenant.Connection, d.Tenant.People, told, rep)
	if err != nil {
		return nil, err
	}
	p := mfa.Impact(mfa.Question{Organisation: o, After: o.Policy, Date: d.Now().UTC()})
	t := report.Table{Title: "Methods", Columns: []string{"Method", "State", "People who registered it"},
		Right: []bool{false, false, true}}
	for _, m := range mfa.Methods() {
		state := "Not known"
		if !o.Read[tenant.SectionMethods].IsZero() {
			state = called(o, stateWords(o.Policy, m))
		}
		t.Rows = append(t.Rows, []string{m.Title(), state, people(o, m)})
	}
	doc := frame.New(frame.Head{Title: "Sign-in methods today", At: d.Now(), Sources: []string{frame.FromCache}})
	doc.Add(d.deadline(p), t, report.Facts{Title: "Related settings", Rows: around(o)},
		report.Facts{Title: "Your waves", Rows: waves})
	doc.Find(unknown...)
	if o.Policy.Legacy.Live != access.No {
		move := "The move to the Authentication methods policy is not finished. "
		if o.Policy.Legacy.Live == access.Unknown {
			move = "Handrail does not know whether the move to the Authentication methods policy is finished. "
		}
		doc.Find(report.Finding{Code: "mfa-older-settings", Severity: report.Warning,
			Title: "The legacy MFA settings may still allow methods",
			Text:  move + "Microsoft gives programs no way to read the legacy MFA settings.",
			Do:    "Check them in the Microsoft Entra admin center, and enter on the next page what they allow."})
	}
	doc.Find(mfaview.SyncFindings(o, &o.Enforcement, false)...)
	doc.Find(mfaview.GoneFindings(o)...)
	doc.Find(frame.NotRead(o.Missing)...)
	doc.Find(frame.Doubtful(o.Doubtful)...)
	doc.Findings("", "")
	return doc.Done(), nil
}

// aTarget matches a group or a person named by its id.
var aTarget = regexp.MustCompile(`the (group|person) [^\s,]+`)

// called replaces the ids of groups and people in words by their names, and by their end where no name is known.
func called(o *mfa.Organisation, words string) string {
	return aTarget.ReplaceAllStringFunc(words, func(found string) string {
		id, group := strings.CutPrefix(found, "the group ")
		if !group {
			id = strings.TrimPrefix(found, "the person ")
		}
		name := ""
		switch {
		case o == nil:
		case group && o.GroupName != nil:
			name = o.GroupName(id)
		case !group:
			name = personName(o, id)
		}
		if name != "" {
			return strings.TrimSuffix(found, id) + "“" + name + "”"
		}
		return strings.TrimSuffix(found, id) + app.ShortID(id)
	})
}

// personName returns the name of an account by its id; "" where it is not known.
func personName(o *mfa.Organisation, id string) string {
	for i := range o.People {
		if strings.EqualFold(o.People[i].ID, id) {
			return o.People[i].Label()
		}
	}
	return ""
}

// around returns the facts about related settings.
func around(o *mfa.Organisation) []report.Fact {
	live := map[access.Answer]string{access.Yes: "live", access.No: "complete", access.Unknown: "unknown"}
	migration := live[o.Policy.Legacy.Live]
	campaign := o.Policy.Campaign.State
	if campaign == "" {
		campaign = "unknown"
	}
	return []report.Fact{
		{Name: "people", Label: "People", Value: strconv.Itoa(len(o.People))},
		{Name: "migration", Label: olderSetting, Value: migration,
			Text: map[string]string{"live": "still in use", "complete": "no longer used",
				"unknown": "not known"}[migration]},
		{Name: "campaign", Label: campaignSetting, Value: campaign,
			Text: map[string]string{"default": "Microsoft managed", "enabled": "on", "disabled": "off"}[campaign]},
		{Name: "security-defaults", Label: "Security defaults", Value: o.Enforcement.Defaults.String()},
	}
}

// stateWords describes for whom a method is on.
func stateWords(p mfa.Policy, m mfa.Method) string {
	c, named := p.Methods[m]
	switch {
	case !named:
		return "Not in Microsoft’s answer: may be on or off"
	case c.On == access.No:
		return "Off"
	case c.On == access.Unknown:
		return "Not known: “" + c.State + "”"
	}
	whom := "no one"
	if len(c.Include) > 0 {
		whom = targetWords(c.Include)
	}
	if len(c.Exclude) > 0 {
		whom += ", except " + targetWords(c.Exclude)
	}
	return "On for " + whom
}

// targetWords names every target, so that different settings have different words.
func targetWords(targets []mfa.Target) string {
	var all []string
	for _, t := range targets {
		switch {
		case t.Everyone:
			all = append(all, "everyone")
		case t.Kind == "user":
			all = append(all, "the person "+t.ID)
		default:
			all = append(all, "the group "+t.ID)
		}
	}
	return strings.Join(all, ", ")
}

// deadline describes what Microsoft does automatically, and on which of the two days.
func (d deps) deadline(p *mfa.Preview) report.Banner {
	all := mfa.Retirements()
	first, last, _ := p.OnlyPhones()
	must := func(n int, day string) string {
		return guide.Count(n, "person must", "people must") + " set up a passkey from " + day + " to sign in."
	}
	var parts []string
	if days := mfa.DaysLeft(p.Question.Date); days > 0 && first > 0 {
		parts = append(parts, guide.Count(days, "day is", "days are")+" left until the first of these days.")
	}
	if first > 0 {
		parts = append(parts, must(first, mfa.DayWords(all.First)))
	}
	if last > 0 {
		parts = append(parts, must(last, mfa.DayWords(all.Last)))
	}
	switch {
	case len(parts) > 0:
	case blind(p.Question.Organisation):
		parts = append(parts, "It is not known who depends only on them.")
	default:
		parts = append(parts, "Handrail found no one who depends only on them.")
	}
	return report.Banner{Tone: report.Note, Lead: "Microsoft ends text message and call checks " +
		all.Words() + ".",
		Text: strings.Join(parts, " ")}
}
