package webfilter

import (
	"testing"

	"handrail/app/guides/guidetest"
)

func TestGuide(t *testing.T) { guidetest.Run(t, Guide) }
