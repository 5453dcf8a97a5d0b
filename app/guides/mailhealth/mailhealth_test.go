package mailhealth_test

import (
	"testing"

	"handrail/app/guides/guidetest"
	"handrail/app/guides/mailhealth"
)

func TestGuide(t *testing.T) { guidetest.Run(t, mailhealth.Guide) }
