package release

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"handrail/app"
)

func TestAsk(t *testing.T) {
	var asked []*http.Request
	status, answer := 200, ""
	s := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked = append(asked, r)
		if status == http.StatusFound {
			w.Header().Set("Location", "/elsewhere")
		}
		w.WriteHeader(status)
		_, _ = io.WriteString(w, answer)
	}))
	defer s.Close()
	host := strings.TrimPrefix(s.URL, "https://")
	through := s.Client().Transport
	for name, c := range map[string]struct {
		status  int
		answer  string
		version string
		code    app.Code
	}{
		"whole":           {200, `{"version":"0.2.0","date":"2026-12-01","page":"https://` + host + `/new"}`, "0.2.0", ""},
		"the least":       {200, `{"version":"0.2.0"}`, "0.2.0", ""},
		"not found":       {404, `{"version":"0.2.0"}`, "", app.Invalid},
		"elsewhere":       {302, ``, "", app.Invalid},
		"a page":          {200, `<html>sign in to the hotel</html>`, "", app.Invalid},
		"no version":      {200, `{}`, "", app.Invalid},
		"a word":          {200, `{"version":"newest"}`, "", app.Invalid},
		"a zero too many": {200, `{"version":"0.02.0"}`, "", app.Invalid},
		"no date":         {200, `{"version":"0.2.0","date":"soon"}`, "", app.Invalid},
		"another host":    {200, `{"version":"0.2.0","page":"https://handrail.example.net/"}`, "", app.Invalid},
		"a script":        {200, `{"version":"0.2.0","page":"javascript:alert(1)"}`, "", app.Invalid},
		"too long":        {200, `{"version":"0.2.0"}` + strings.Repeat(" ", newestBytes), "", app.Invalid},
	} {
		status, answer, asked = c.status, c.answer, nil
		n, err := Ask(context.Background(), s.URL+"/newest.json", through)
		if n.Version != c.version || app.CodeOf(err) != c.code && err != nil || (err != nil) != (c.code != "") {
			t.Errorf("%s: %+v, %v", name, n, err)
		}
		if len(asked) != 1 || asked[0].URL.String() != "/newest.json" || asked[0].UserAgent() != "Handrail" {
			t.Errorf("%s: asked %v", name, asked)
		}
	}
	s.Close()
	if _, err := Ask(context.Background(), s.URL+"/newest.json", through); app.CodeOf(err) != app.Unreachable {
		t.Errorf("a closed server: %v", err)
	}
	for _, address := range []string{"", "http://" + host, "https://", "https://a@" + host, "file:///etc/passwd"} {
		if _, err := Ask(context.Background(), address, nil); app.CodeOf(err) != app.Invalid {
			t.Errorf("%q: %v", address, err)
		}
	}
}

func TestText(t *testing.T) {
	for newest, want := range map[string]string{"0.2.0": "is newer than this one", "0.1.10": "is newer than this one",
		"1.0.0": "is newer than this one", "0.1.9": "This is the newest version", "0.1.8": "This version is newer",
		"0.0.99": "This version is newer"} {
		text, newer := Newest{Version: newest, Date: made}.Text("0.1.9")
		if !strings.Contains(text, want) || !strings.Contains(text, newest+" of 20 November 2026") ||
			newer != strings.Contains(want, "than this one") {
			t.Errorf("%s: %q, %v", newest, text, newer)
		}
	}
	if text, newer := (Newest{Version: "0.2.0"}).Text("devel"); newer || !strings.Contains(text, "cannot compare") {
		t.Errorf("%q, %v", text, newer)
	}
}
