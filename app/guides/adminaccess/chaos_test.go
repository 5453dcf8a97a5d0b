package adminaccess

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/guides/guidetest"
	"handrail/app/tenant"
)

// chaos is a writer whose requests are refused, lost before or lost after they took effect,
// and whose answers are sometimes errors. One in so many of them; 0 is none.
type chaos struct {
	tenant.Writer
	*rand.Rand
	one int
}

func (c *chaos) do(request func() error) error {
	lost := &tenant.UnknownOutcome{RequestID: "lost", Err: errors.New("cut")}
	if c.one == 0 || c.IntN(c.one) > 0 {
		return request()
	}
	switch c.IntN(3) {
	case 0:
		return refusal("no")
	case 1:
		return lost
	}
	if err := request(); err != nil {
		return err
	}
	return lost
}

func (c *chaos) Post(ctx context.Context, object string, body []byte) (answer []byte, id string, err error) {
	err = c.do(func() (err error) { answer, id, err = c.Writer.Post(ctx, object, body); return err })
	return answer, id, err
}

func (c *chaos) Patch(ctx context.Context, object string, body []byte) (id string, err error) {
	err = c.do(func() (err error) { id, err = c.Writer.Patch(ctx, object, body); return err })
	return id, err
}

func (c *chaos) Delete(ctx context.Context, object string) (id string, err error) {
	err = c.do(func() (err error) { id, err = c.Writer.Delete(ctx, object); return err })
	return id, err
}

func (c *chaos) Read(ctx context.Context, object string) ([]byte, error) {
	if c.one > 0 && c.IntN(4*c.one) == 0 {
		return []byte(`{"error":{"code":"UnknownError","message":""}}`), nil
	}
	return c.Writer.Read(ctx, object)
}

// settings returns what every plan of the guide may write, in the words of plans.
func settings(t *testing.T, w *guidetest.World) map[string]string {
	t.Helper()
	all := map[string]string{defaultsSetting: map[bool]string{true: "On", false: "Off"}[defaultsOn(w)]}
	for name, state := range states(t, w) {
		all[name] = stateWords(tenant.Text(state))
	}
	for _, r := range w.Office.Rows[tenant.SectionPerUserMFA] {
		var row tenant.PerUserMFA
		if json.Unmarshal(r.Body, &row) == nil {
			all["person "+r.ID] = perUserWord(string(row.State))
		}
	}
	return all
}

// wrong returns what is wrong with an act: what it changed and the plan did not name, what
// the plan named and is not so, and what Microsoft never has.
func wrong(plan *guide.Plan, before, after map[string]string, err error) string {
	label := map[string]string{"person ada": "Ada Mayhew", "person dia": "Dia Shah"}
	to := map[string]string{}
	for _, c := range plan.Changes {
		if !c.Unchanged() {
			to[c.Setting] = c.After
		}
	}
	for _, name := range slices.Sorted(func(yield func(string) bool) {
		for _, side := range []map[string]string{before, after} {
			for n := range side {
				yield(n)
			}
		}
	}) {
		setting := name
		if who, ok := label[name]; ok {
			setting = perUserSetting + ": " + who
		}
		want, named := to[setting]
		word, _, _ := strings.Cut(want, ":")
		switch is, there := after[name]; {
		case before[name] != is && !named:
			return name + " was not in the plan"
		case before[name] != is && err != nil && strings.Contains(err.Error(), "Nothing was changed"):
			return name + " is said not to be changed"
		case err == nil && named && is != word && (there || want != removedWord):
			return name + " is " + is + ", and the plan says " + want
		case is == "On" && strings.HasPrefix(name, "Handrail:") && after[defaultsSetting] == "On":
			return name + " is on beside security defaults"
		}
	}
	return ""
}

// acts does random acts of two visits, and returns what happened.
func acts(t *testing.T, r *rand.Rand, w *guidetest.World, d deps, now *time.Time,
	next func() (*guide.Visit, string)) string {
	var done []string
	for range 10 {
		*now = now.Add(time.Duration(1+r.IntN(90)) * time.Minute)
		v, step := next()
		v.ID, v.Guide = []string{"v1", "v2"}[r.IntN(2)], ID
		before := settings(t, w)
		plan, err := act(t, d, v, step)
		after := settings(t, w)
		done = append(done, fmt.Sprintf("%s %s %v: %v %v", v.ID, step, v.Answers, err, after))
		if bad := wrong(plan, before, after, err); bad != "" {
			t.Errorf("%s\n%s", bad, strings.Join(done, "\n"))
		}
	}
	return strings.Join(done, "\n")
}

// chaotic is made with such a writer and a clock that goes on.
func chaotic(t *testing.T, seed int, make func(*testing.T, bool) (*guidetest.World, deps)) (*rand.Rand,
	*guidetest.World, deps, *chaos, *time.Time) {
	r, now := rand.New(rand.NewPCG(uint64(seed), 7)), guidetest.Noon
	w, d := make(t, r.IntN(2) == 0)
	c := &chaos{d.Tenant.Writer, r, []int{0, 4, 8}[r.IntN(3)]}
	d.Tenant.Writer, d.Now = c, func() time.Time { return now }
	return r, w, d, c, &now
}

// TestTwoVisitsInAnyOrder: whatever fails, nothing changes that no plan named, what a plan
// named is so where no error is shown, and in the end both policies can be switched on.
func TestTwoVisitsInAnyOrder(t *testing.T) {
	for seed := range 60 {
		r, w, d, c, now := chaotic(t, seed, made)
		done := acts(t, r, w, d, now, func() (*guide.Visit, string) {
			keep := []string{keepThem, keepReport, keepOff, keepRemove, keepRestore, keepDefaults}[r.IntN(6)]
			return visit(askOthers, []string{othersProtect, othersLeave}[r.IntN(2)], askKeep, keep),
				[]string{stepCreate, stepSwitch, stepSwitch, stepKeep, stepKeep}[r.IntN(5)]
		})
		c.one = 0
		for range 4 {
			for _, step := range []string{stepCreate, stepSwitch} {
				*now = now.Add(2 * time.Hour)
				_, err := act(t, d, visit(), step)
				done += fmt.Sprintf("\nend %s: %v", step, err)
			}
		}
		if s := states(t, w); s[nameMFA] != stateOn || s[nameLegacy] != stateOn {
			t.Fatalf("seed %d: no way to the end\n%s", seed, done)
		}
	}
}

// TestTwoVisitsWithoutP1InAnyOrder is the same for what stands in the place of policies, and
// turning off takes back what Handrail turned on, and no more.
func TestTwoVisitsWithoutP1InAnyOrder(t *testing.T) {
	for seed := range 60 {
		r, w, d, c, now := chaotic(t, seed, plain)
		first := settings(t, w)
		next := func() (*guide.Visit, string) {
			return visit(askMeans, []string{meansDefaults, meansPerUser}[r.IntN(2)], askKeepInstead,
				[]string{keepThem, keepOff}[r.IntN(2)]), []string{stepSwitch, stepKeep}[r.IntN(2)]
		}
		done := acts(t, r, w, d, now, next)
		c.one = 0
		for _, means := range []string{meansDefaults, meansPerUser, meansDefaults, meansPerUser} {
			for _, id := range []string{"v1", "v2", "v1"} {
				v := visit(askMeans, means, askKeepInstead, keepOff)
				v.ID, v.Guide, *now = id, ID, now.Add(2*time.Hour)
				_, err := act(t, d, v, stepKeep)
				done += fmt.Sprintf("\nend %s %s: %v", id, means, err)
			}
		}
		if last := settings(t, w); fmt.Sprint(first) != fmt.Sprint(last) {
			t.Fatalf("seed %d: %v is left of %v\n%s", seed, last, first, done)
		}
	}
}

func TestATypedNameThatIsNoAccountHoldsPerUserMFA(t *testing.T) {
	w, d := plain(t, false)
	plan, err := act(t, d, visit(askMeans, meansPerUser, askGlass, "em1@n.example\nem22@n.example"), stepSwitch)
	if app.CodeOf(err) != app.Denied || !strings.Contains(plan.Summary, "em22") || perUser(t, w, "em2") != "disabled" {
		t.Errorf("%v, %q, %s", err, plan.Summary, perUser(t, w, "em2"))
	}
}

// TestWhoMayBeLockedOutMayBeYou: where it is not known who is signed in, it may be anyone.
func TestWhoMayBeLockedOutMayBeYou(t *testing.T) {
	for account, says := range map[string]string{"ada@northgate.example": "", "someone@else.example": "not known which"} {
		w, d := made(t, false)
		w.Office.Unread(tenant.SectionLicences)
		w.Office.Account = account
		replace(w, tenant.SectionRegistration, "dia", `{"id":"dia","methodsRegistered":[],"isMfaCapable":false}`)
		w.Office.Add(tenant.SectionAccess, `{"id":"g","displayName":"No one registers","state":"enabled","conditions":{
			"clientAppTypes":["all"],"applications":{"includeUserActions":["urn:user:registersecurityinfo"]},
			"users":{"includeUsers":["All"]}},"grantControls":{"operator":"OR","builtInControls":["block"]}}`)
		plan, err := act(t, d, visit(askMeans, meansPerUser), stepSwitch)
		if held := app.CodeOf(err) == app.Denied; held != (says != "") || !strings.Contains(plan.Summary, says) {
			t.Errorf("%s: %v, %q", account, err, plan.Summary)
		}
	}
}
