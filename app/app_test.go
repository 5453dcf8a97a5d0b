package app

import (
	"context"
	"errors"
	"fmt"
	"testing"
)

func TestSay_LooksThroughWrapping(t *testing.T) {
	inner := Errorf(Unreachable, "Try again.", "The server %s did not answer.", "ns1")
	message, hint := UserMessage(fmt.Errorf("dns: look up: %w", inner))
	if message != "The server ns1 did not answer." || hint != "Try again." {
		t.Fatalf("got %q, %q", message, hint)
	}
	if c := CodeOf(fmt.Errorf("x: %w", inner)); c != Unreachable {
		t.Fatalf("code %q", c)
	}
}

func TestSay_EveryErrorHasWords(t *testing.T) {
	for _, err := range []error{context.Canceled, context.DeadlineExceeded, errors.New("boom"),
		&Error{Code: Full, Message: "m", Hint: "h"}} {
		if m, h := UserMessage(err); m == "" || h == "" {
			t.Errorf("%v: %q, %q", err, m, h)
		}
	}
	if m, h := UserMessage(nil); m != "" || h != "" {
		t.Error("nil has words")
	}
}

func TestCheckLink(t *testing.T) {
	for link, ok := range map[string]bool{
		"https://learn.microsoft.com/exchange":                       true,
		"https://MICROSOFT.com/":                                     true,
		"https://mta-sts.parish.example/.well-known/mta-sts.txt":     true,
		"https://mta-sts.parish.example/other":                       false,
		"https://mta-sts.parish.example/.well-known/mta-sts.txt?x=1": false,
		"http://learn.microsoft.com/":                                false,
		"https://evilmicrosoft.com/":                                 false,
		"https://microsoft.com.evil.example/":                        false,
		"https://user@microsoft.com/":                                false,
		"https://microsoft.com:444/":                                 false,
		"file:///etc/passwd":                                         false,
		`\\host\share`:                                               false,
		"javascript:alert(1)":                                        false,
		"https:microsoft.com":                                        false,
		"https://microsoft.com/\nhttps://evil.example":               false,
		"": false,
	} {
		if err := ValidateLink(link); (err == nil) != ok {
			t.Errorf("%q: %v", link, err)
		}
	}
}

func TestNewID_Differs(t *testing.T) {
	seen := map[string]bool{}
	for range 1000 {
		id := NewID()
		if len(id) != 24 || seen[id] {
			t.Fatalf("id %q", id)
		}
		seen[id] = true
	}
}
