package guide

import (
	"context"
	"time"

	"handrail/app/report"
)

// Confirmation is what a plan said when a person confirmed it. The journal says what became of it.
type Confirmation struct {
	At    time.Time
	Visit string
	Guide string
	Step  string
	// Set by the store: what the connected organisation is called, and who is signed in there.
	Organisation, Account string
	Plan                  ConfirmedPlan
}

// ConfirmedPlan is the part of a Plan that is kept with it. Stored: its JSON names never change.
type ConfirmedPlan struct {
	Summary  string              `json:"summary,omitempty"`
	Changes  []ConfirmedChange   `json:"changes"`
	Affected []ConfirmedAffected `json:"affected,omitempty"`
	Undo     string              `json:"undo,omitempty"`
	NoUndo   string              `json:"noUndo,omitempty"`
	By       *ConfirmedBy        `json:"by,omitempty"` // nil: nothing is known of the account
}

// ConfirmedBy is what was known of the account that confirmed a plan, when it did. Stored: its JSON names never change.
type ConfirmedBy struct {
	Account    string    `json:"account"`
	Name       string    `json:"name,omitempty"`
	RolesKnown bool      `json:"rolesKnown,omitempty"`
	Roles      []string  `json:"roles,omitempty"`
	RolesAt    time.Time `json:"rolesAt,omitzero"` // of the data
}

// ConfirmedChange is one setting, also one that stays as it is.
type ConfirmedChange struct {
	Setting string `json:"setting"`
	Now     string `json:"now"`
	After   string `json:"after"`
}

// ConfirmedAffected is who is affected, and how. Names has at most ConfirmedNames of them, Count has all.
type ConfirmedAffected struct {
	Severity report.Severity `json:"severity"`
	Text     string          `json:"text"`
	Names    []string        `json:"names,omitempty"`
	Count    int             `json:"count,omitempty"`
}

// ConfirmedNames is how many names are kept of those who are affected in one way.
const ConfirmedNames = 1000

// ConfirmationStore keeps confirmations. SaveConfirmation returns only once a kill loses nothing of it.
type ConfirmationStore interface {
	SaveConfirmation(ctx context.Context, e Confirmation) error
	Confirmations(ctx context.Context, visit string) ([]Confirmation, error) // oldest first; "" gives all
}

// confirmedPlan returns what a plan says.
func confirmedPlan(p *Plan) ConfirmedPlan {
	e := ConfirmedPlan{Summary: p.Summary, Undo: p.Undo, NoUndo: p.NoUndo, Changes: []ConfirmedChange{}}
	for _, c := range p.Changes {
		e.Changes = append(e.Changes, ConfirmedChange(c))
	}
	for _, a := range p.Affected {
		e.Affected = append(e.Affected, ConfirmedAffected{a.Severity, a.Text, a.Names[:min(len(a.Names), ConfirmedNames)],
			len(a.Names)})
	}
	return e
}
