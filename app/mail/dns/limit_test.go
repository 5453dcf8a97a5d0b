package dns

import (
	"testing"
	"time"
)

func TestAnAnswerIsWaitedForThreeSecondsTwice(t *testing.T) {
	c, err := NewClient(Config{Servers: []string{"192.0.2.1:53"}})
	if err != nil || c.config.Timeout != 3*time.Second || c.config.Tries != 2 {
		t.Errorf("%+v, %v", c, err)
	}
}
