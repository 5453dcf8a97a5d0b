package region

import (
	"testing"
	"time"
)

func TestLocaleOfLinux(t *testing.T) {
	us := "d_fmt=\"%m/%d/%Y\"\nweek-ndays=7\nweek-1stday=19971130\nfirst_weekday=1\nheight=279\nwidth=216\n"
	gb := "d_fmt=\"%d/%m/%y\"\nweek-1stday=19971130\nfirst_weekday=2\nheight=297\n"
	ps := "d_fmt=\"%d/%m/%y\"\nweek-1stday=19971201\nfirst_weekday=6\n"
	for text, want := range map[string]Forms{us: {"01/02/2006", time.Sunday, true},
		gb: {"02/01/2006", time.Monday, false}, ps: {"02/01/2006", time.Saturday, false}, "": {"", time.Monday, false}} {
		if got := fromLocale(text); got != want {
			t.Errorf("%q is %+v, want %+v", text, got, want)
		}
	}
}
