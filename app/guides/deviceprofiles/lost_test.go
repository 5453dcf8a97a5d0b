package deviceprofiles

import (
	"context"
	"strings"
	"testing"
	"time"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/guide/change"
	"handrail/app/guides/guidetest"
	"handrail/app/tenant"
)

// lossy loses the answers to writes. arrives is whether Microsoft got them.
type lossy struct {
	tenant.Writer
	arrives bool
}

func (l lossy) Patch(ctx context.Context, object string, body []byte) (string, error) {
	if l.arrives {
		if _, err := l.Writer.Patch(ctx, object, body); err != nil {
			return "", err
		}
	}
	return "", &tenant.UnknownOutcome{RequestID: "r"}
}

func (l lossy) Post(ctx context.Context, object string, body []byte) ([]byte, string, error) {
	if l.arrives {
		if _, _, err := l.Writer.Post(ctx, object, body); err != nil {
			return nil, "", err
		}
	}
	return nil, "", &tenant.UnknownOutcome{RequestID: "r"}
}

// TestALostAnswer: whether the change was made is read, and never guessed.
func TestALostAnswer(t *testing.T) {
	for _, arrives := range []bool{true, false} {
		w := guidetest.New()
		d, v := deps{w.Services()}, existing()
		whole := d.Tenant.Writer
		d.Tenant.Writer = lossy{whole, arrives}
		if _, err := act(t, d, v, stepChange); app.CodeOf(err) != app.Unreachable {
			t.Fatalf("%v: %v", arrives, err)
		}
		d.Tenant.Writer = whole
		d.Now = func() time.Time { return guidetest.Noon.Add(2 * change.Late) }
		_, facts, _ := look(t, d, v, stepAfter)
		h, err := d.runner().History(t.Context(), v.ID)
		if err != nil || len(h.Unsettled()) != 0 || (facts["as-planned"] == "yes") != arrives {
			t.Errorf("%v: %v, %v, %+v", arrives, err, facts, h)
		}
		plan, err := act(t, d, v, stepKeep)
		if err != nil || guide.Unchanged(plan.Changes) == arrives {
			t.Errorf("%v: %v, %+v", arrives, err, plan)
		}
		if g, _ := groupNow(t, w, "Kiosks"); string(g.Rule) != `device.displayName -startsWith "Kiosk"` {
			t.Errorf("%v: %+v", arrives, g)
		}
	}
}

// TestALostGroup: a group whose answer was lost is found again, and is not made twice.
func TestALostGroup(t *testing.T) {
	w := guidetest.New()
	d, v := deps{w.Services()}, visit()
	whole := d.Tenant.Writer
	d.Tenant.Writer = lossy{whole, true}
	if _, err := act(t, d, v, stepChange); app.CodeOf(err) != app.Unreachable {
		t.Fatal(err)
	}
	d.Tenant.Writer = whole
	if plan, err := act(t, d, v, stepChange); err != nil || !guide.Unchanged(plan.Changes) {
		t.Errorf("%v, %+v", err, plan)
	}
	if _, facts, _ := look(t, d, v, stepAfter); facts["as-planned"] != "yes" {
		t.Errorf("%v", facts)
	}
	n := 0
	for _, r := range w.Office.Rows[tenant.SectionGroups] {
		if strings.Contains(string(r.Body), `"displayName":"Hall devices"`) {
			n++
		}
	}
	if n != 1 {
		t.Errorf("%d groups", n)
	}
	if _, err := act(t, d, v, stepKeep); err != nil {
		t.Fatal(err)
	}
	if _, there := groupNow(t, w, "Hall devices"); there {
		t.Error("it was not deleted")
	}
}
