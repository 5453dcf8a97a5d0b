package syncidentity

import (
	"slices"
	"strings"

	"handrail/app/guide"
	"handrail/app/identity/access"
	"handrail/app/identity/syncid"
	"handrail/app/report"
	"handrail/app/tenant"
)

// stopped names the accounts that a policy stops or will stop.
func (w *world) stopped() (all []string) {
	for n, i := range w.identities {
		if i.Kind != syncid.Application && len(stopping(w.lines[i.ID])) > 0 {
			all = append(all, w.labels()[n])
		}
	}
	return all
}

// exclude returns the steps for accounts. An application cannot be excluded by a group of
// people: for it the policy for workload identities is changed.
func (w *world) exclude(v *guide.Visit) *guide.Handover {
	h := &guide.Handover{Done: "I have excluded the account",
		Links: []guide.Link{{Title: "Open the policies", URL: entra}},
		Blocks: []report.Block{report.Text{Text: "Exclude a group instead of the account. You can then use the same " +
			"group for later policies. The policies still protect everyone who is not in the group."}}}
	group, there := groupName(v), w.crew.ID != ""
	if why := w.unfit(v); why != "" && v.Answer(askGroup) == groupExisting {
		h.Blocks = append(h.Blocks, report.Banner{Tone: report.Warning, Lead: "Use a new group instead of “" + group + "”.",
			Text: why})
		group, there = nameGroup, false
	}
	if names := w.besides(); there && len(names) > 0 {
		h.Blocks = append(h.Blocks, report.Banner{Tone: report.Warning, Lead: "The group also has " +
			counted(len(names), "other account", "other accounts") + ".",
			Text: "These policies no longer protect " + strings.Join(names, ", ") + "."})
	}
	if accounts := w.stopped(); len(accounts) > 0 {
		h.Todo = []string{"In the Microsoft Entra admin center, create a security group named “" + group + "”.",
			"Add as its only member: " + strings.Join(accounts, ", ") + "."}
		if there {
			h.Todo = []string{"In the Microsoft Entra admin center, check that the group “" + group + "” has: " +
				strings.Join(accounts, ", ") + "."}
		}
	}
	said := map[string]bool{}
	for n, i := range w.identities {
		for _, l := range stopping(w.lines[i.ID]) {
			todo := "Open the policy " + w.called(l) + ", go to Users > Exclude, and add the group “" + group + "”."
			if i.Kind == syncid.Application {
				todo = "Open the policy " + w.called(l) + ", and exclude the application " + w.labels()[n] + "."
			}
			if l.State == access.ReportOnly {
				todo += " It is report-only: do this before you switch it on."
			}
			h.Exclusions = append(h.Exclusions, guide.Exclusion{Policy: l.Policy, Name: l.Name,
				Account: guide.Account{ID: i.ID, Label: w.labels()[n]}})
			if !said[todo] {
				said[todo], h.Todo = true, append(h.Todo, todo)
			}
		}
		if i.PerUserMFA == access.Yes {
			h.Todo = append(h.Todo, "Turn off per-user MFA for "+w.labels()[n]+".")
		}
	}
	h.Todo = append(h.Todo, w.nextCycle()...)
	return h
}

// nextCycle returns what makes the sync run at once.
func (w *world) nextCycle() (todo []string) {
	of := func(i syncid.Identity) bool { return i.Kind == syncid.CloudAccount }
	if slices.ContainsFunc(w.identities, of) {
		todo = append(todo, "Cloud Sync runs again on its own. Wait 30 minutes.")
	}
	if slices.ContainsFunc(w.identities, func(i syncid.Identity) bool { return !of(i) }) {
		todo = append(todo, "Run Start-ADSyncSyncCycle -PolicyType Delta on the server, or wait 30 minutes.")
	}
	return todo
}

// startAgain returns what is left after Handrail excluded the account.
func (w *world) startAgain() *guide.Handover {
	return &guide.Handover{Done: "The sync has run again", Todo: w.nextCycle(), Blocks: []report.Block{report.Text{
		Text: "Handrail excluded the account. Microsoft needs a few minutes until the policies follow."}}}
}

// called names the policy of a line, with its ID where another one has the same name.
func (w *world) called(l syncid.Line) string {
	same := func(row tenant.AccessPolicy) bool { return row.ID != l.Policy && row.Name.Is(l.Name) }
	if slices.ContainsFunc(w.policies, same) {
		return "“" + l.Name + "” with the ID " + l.Policy
	}
	return "“" + l.Name + "”"
}

// application returns the steps to a sync that signs in as an application.
func (w *world) application() *guide.Handover {
	h := &guide.Handover{Done: "The sync signs in as an application",
		Links: []guide.Link{{Title: "Read how it works",
			URL: "https://learn.microsoft.com/entra/identity/hybrid/connect/authenticate-application-id"}},
		Blocks: []report.Block{report.Text{Text: "An application signs in with a certificate. Policies for people " +
			"never apply to it. Entra Connect 2.5.76.0 and later sets this up for new installations, not for existing ones."}},
		Todo: []string{"On the server, check the version in Control Panel > Programs. Update Entra Connect if it " +
			"is older than 2.5.76.0.",
			"Start Microsoft Entra Connect, and select Configure application-based authentication.",
			"Run Get-ADSyncEntraConnectorCredential. ConnectorIdentityType must be Application.",
			"Run Start-ADSyncSyncCycle -PolicyType Delta, and check that it ends without an error.",
			"Check policies for workload identities: they can still stop an application.",
			"When the sync has run for a week, remove the old account from its role."},
	}
	for n, i := range w.identities {
		if i.Kind == syncid.ConnectAccount || i.Kind == syncid.OtherAccount {
			h.Retired = append(h.Retired, guide.Account{ID: i.ID, Label: w.labels()[n]})
		}
	}
	return h
}
