package terminal

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"

	"handrail/app/guide"
)

// TestWhatIsHandedOverIsMadeWhenItIsWritten: each is made after the one before was written, one with nothing is left
// out, and a stop is told.
func TestWhatIsHandedOverIsMadeWhenItIsWritten(t *testing.T) {
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	made := 0
	step := func(id string, h *guide.Handover) guide.Step {
		return guide.Step{ID: id, Title: id, Hand: func(context.Context, *guide.Visit) (*guide.Handover, error) {
			made++
			return h, nil
		}}
	}
	k := &walk{guide: guide.Guide{ID: "g"}, at: noon, later: true}
	for _, s := range []guide.Step{step("one", nil), step("two", &guide.Handover{Todo: []string{"Do it."}}),
		step("three", &guide.Handover{Nothing: "No."})} {
		if err := k.hand(ctx, s); err != nil {
			t.Fatal(err)
		}
	}
	if made > 0 || len(k.hands) > 0 {
		t.Errorf("%d were made before", made)
	}
	var out bytes.Buffer
	if err := k.result().write(ctx, &out); err != nil || made != 3 {
		t.Errorf("%d were made, %v", made, err)
	}
	two, three := strings.Index(out.String(), `"step": "two"`), strings.Index(out.String(), `"step": "three"`)
	if two < 0 || three < two || strings.Contains(out.String(), `"step": "one"`) {
		t.Error(out.String())
	}
	stop()
	if err := k.result().write(ctx, &out); !errors.Is(err, context.Canceled) {
		t.Errorf("a stop is no error: %v", err)
	}
}
