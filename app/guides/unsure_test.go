package guides

import (
	"regexp"
	"testing"

	"handrail/app/guide"
	"handrail/app/guides/guidetest"
)

// unsure matches the label of an option for those who do not know, and words that say what to do then.
var unsure = regexp.MustCompile(`(?i)not sure|do not know|not known`)

// intent are the choices about what a person wants, with the option that is offered first: no one can be unsure of a
// fact there. It is the careful one, or it changes nothing: a plan follows that has to be confirmed.
var intent = map[string]string{
	"addin-deploy/addin":           "WA104381712",
	"addin-deploy/aim":             "deploy",
	"addin-deploy/method":          "fixed",
	"addin-deploy/way":             "portal",
	"addin-deploy/who":             "everyone",
	"admin-access/emergency-group": "accounts",
	"admin-access/keep":            "keep",
	"admin-access/keep-instead":    "keep",
	"admin-access/leave-out":       "stop",
	"admin-access/means":           "policies",
	"admin-access/others":          "protect",
	"admin-access/roles":           "held",
	"app-block/from":               "microsoft",
	"backgrounds/gallery":          "own",
	"connect/app":                  "own",
	"connect/way":                  "browser",
	"connectors/trace-from":        "file",
	"device-profiles/comparison":   "whole",
	"device-profiles/group":        "new",
	"device-profiles/keep":         "keep",
	"device-profiles/rule-from":    "build",
	"enhanced-filtering/ask-dns":   "no",
	"enhanced-filtering/for":       "people",
	"enhanced-filtering/how":       "list",
	"header/keep":                  "result",
	"header/where":                 "unknown",
	"live-event/event-kind":        "meeting",
	"live-event/keep":              "numbers",
	"live-event/public":            "yes",
	"live-event/reports-from":      "files",
	"live-event/talk":              "no",
	"live-event/template":          "service",
	"live-event/way":               "hand",
	"mfa-enforce/way":              "conditional-access",
	"mfa-methods/change":           "sms-off",
	"mfa-methods/compare":          "nothing",
	"mfa-methods/keep":             "keep",
	"mfa-methods/wave":             "everybody",
	"mfa-methods/way":              "handrail",
	"migration/do":                 "complete",
	"migration/for":                "people",
	"mta-sts/aim":                  "start",
	"mta-sts/hosting":              "azure-static-web-apps",
	"mta-sts/max_age":              "86400",
	"mta-sts/mode":                 "testing",
	"safe-documents/click-through": "no",
	"sync-identity/keep":           "keep",
	"sync-identity/sync-group":     "new",
	"sync-identity/way":            "exclude",
	"tls-reports/aim":              "stay",
	"tls-reports/from":             "files",
	"web-filter/names":             "counts",
}

// TestEveryChoiceHelpsThoseWhoAreNotSure: a choice about a fact has an option for those who do not know it, or says
// which one is safe then; a choice about what someone wants is listed with its safe option, which is offered first.
func TestEveryChoiceHelpsThoseWhoAreNotSure(t *testing.T) {
	used := map[string]bool{}
	for _, g := range All(guidetest.New().Services()) {
		for _, s := range g.Steps {
			for _, a := range s.Asks {
				if a.Kind != guide.Choice || a.Options == nil {
					continue
				}
				v := guide.Visit{Guide: g.ID, Answers: map[string]string{}}
				all := a.Options(&v)
				said := a.Hint + " " + a.Help
				for _, o := range all {
					said += " " + o.Label + " " + o.Hint
				}
				if unsure.MatchString(said) || len(all) == 0 {
					continue
				}
				name := g.ID + "/" + a.Name
				safe, listed := intent[name]
				used[name] = true
				first := ""
				if a.Default != nil {
					first = a.Default(&v)
				}
				if !listed || first != safe {
					t.Errorf("%q: it offers %q first, and the safe one in the list is %q: %s", name, first, safe, a.Label)
				}
			}
		}
	}
	for name := range intent {
		if !used[name] {
			t.Errorf("%s is not needed in the list any more", name)
		}
	}
}
