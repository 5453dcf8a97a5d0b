package graphsim

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

func TestProtocol(t *testing.T) {
	c := small()
	r := get(t, c, "/v1.0/me", "client-request-id", "abc")
	if r.status != 200 || r.header.Get("request-id") == "" || r.header.Get("client-request-id") != "abc" ||
		r.header.Get("OData-Version") != "4.0" {
		t.Errorf("headers: %v", r.header)
	}
	if again := get(t, c, "/v1.0/me"); again.header.Get("request-id") == r.header.Get("request-id") {
		t.Error("two answers have one request id")
	}
	if context := r.body["@odata.context"]; context != "http://example.com/v1.0/$metadata#users/$entity" {
		t.Errorf("the context is %v", context)
	}
	r = get(t, c, "/v1.0/me", "Authorization", "")
	e, _ := r.body["error"].(map[string]any)
	inner, _ := e["innerError"].(map[string]any)
	if r.status != 401 || e["code"] != "InvalidAuthenticationToken" || e["message"] == "" ||
		inner["date"] != "2026-11-22T12:00:00" || inner["request-id"] != r.header.Get("request-id") ||
		r.header.Get("WWW-Authenticate") == "" {
		t.Errorf("without a token: %d %s", r.status, r.text)
	}
	if r := ask(t, c, "DELETE", "/v1.0/users", ""); r.status != 405 {
		t.Errorf("DELETE of all people: %d", r.status)
	}
	if r := get(t, c, "/V1.0/users"); r.status != 400 {
		t.Errorf("an unknown version: %d", r.status)
	}
	if r := get(t, c, "/v1.0/Users/MIRIAM.HALE@northgate.example"); r.status != 200 {
		t.Errorf("names compare without case: %d", r.status)
	}
}

func TestGzipBothWays(t *testing.T) {
	c := small()
	base, err := c.Start()
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if !strings.HasPrefix(base, "http://127.0.0.1:") || !strings.HasSuffix(base, "/v1.0") {
		t.Fatalf("the address is %s", base)
	}
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	_, _ = z.Write([]byte(`{"isEnabled":false}`))
	_ = z.Close()
	q, _ := http.NewRequest("PATCH", base+"/policies/identitySecurityDefaultsEnforcementPolicy", &packed)
	q.Header.Set("Authorization", "Bearer x")
	q.Header.Set("Content-Type", "application/json")
	q.Header.Set("Content-Encoding", "gzip")
	r, err := http.DefaultClient.Do(q)
	if err != nil {
		t.Fatal(err)
	}
	r.Body.Close()
	if r.StatusCode != 204 || len(c.Writes()) != 1 || string(c.Writes()[0].Body) != `{"isEnabled":false}` {
		t.Errorf("a packed body: %d, writes %+v", r.StatusCode, c.Writes())
	}
	q, _ = http.NewRequest("GET", base+"/users?$top=50", nil)
	q.Header.Set("Authorization", "Bearer x")
	q.Header.Set("Accept-Encoding", "gzip")
	if r, err = http.DefaultTransport.RoundTrip(q); err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	u, err := gzip.NewReader(r.Body)
	if err != nil || r.Header.Get("Content-Encoding") != "gzip" {
		t.Fatalf("%v %v", err, r.Header)
	}
	var list struct{ Value []any }
	if err := json.NewDecoder(u).Decode(&list); err != nil || len(list.Value) != 50 {
		t.Errorf("%d people, %v", len(list.Value), err)
	}
}

func TestBatch(t *testing.T) {
	c := small()
	part := func(id, more string) string { return `{"id":"` + id + `","method":"GET",` + more + `}` }
	body := `{"requests":[` + strings.Join([]string{
		part("1", `"url":"/me?$select=id"`), part("2", `"url":"users/nobody"`),
		part("3", `"url":"/users?$select=id&$filter=accountEnabled eq false"`),
		part("4", `"url":"/users/$count","headers":{"ConsistencyLevel":"eventual"}`),
		part("5", `"url":"/me","dependsOn":["2"]`), part("6", `"url":"/me?$select=id","dependsOn":["1"]`),
	}, ",") + `]}`
	r := ask(t, c, "POST", "/v1.0/$batch", body)
	answers, order := map[string]map[string]any{}, ""
	for _, each := range r.body["responses"].([]any) {
		a := each.(map[string]any)
		answers[a["id"].(string)] = a
		order += a["id"].(string)
	}
	for id, want := range map[string]float64{"1": 200, "2": 404, "3": 200, "4": 200, "5": 424, "6": 200} {
		if answers[id]["status"] != want {
			t.Errorf("part %s: %v, want %v", id, answers[id], want)
		}
	}
	if order == "123456" {
		t.Error("the answers come in the order of the parts")
	}
	if answers["4"]["body"] != "91" {
		t.Errorf("a count in a batch: %v", answers["4"]["body"])
	}
	if e := answers["2"]["body"].(map[string]any)["error"]; e == nil {
		t.Error("a part that failed has no error")
	}
	twentyOne := `{"requests":[` + strings.TrimSuffix(strings.Repeat(part("x", `"url":"/me"`)+",", 21), ",") + `]}`
	for _, wrong := range []string{twentyOne, `{"requests":[]}`, `{`, `{"requests":[` + part("1", `"url":"/me"`) + `,` +
		part("1", `"url":"/me"`) + `]}`} {
		if r := ask(t, c, "POST", "/v1.0/$batch", wrong); r.status != 400 {
			t.Errorf("%.60s: %d", wrong, r.status)
		}
	}
	if parts := len(c.Requests()); parts < 7 || !c.Requests()[1].Part || c.Requests()[0].Part {
		t.Errorf("%d requests are remembered", parts)
	}
	write := `{"requests":[{"id":"w","method":"PATCH","url":"/policies/identitySecurityDefaultsEnforcementPolicy",` +
		`"headers":{"Content-Type":"application/json"},"body":{"isEnabled":false}},
		{"id":"x","method":"PATCH","url":"/policies/identitySecurityDefaultsEnforcementPolicy","body":{"isEnabled":false}}]}`
	r = ask(t, c, "POST", "/beta/$batch", write)
	if len(c.Writes()) != 1 || !c.Writes()[0].Beta || !strings.Contains(r.text, `"status":204`) ||
		!strings.Contains(r.text, `"status":400`) {
		t.Errorf("a write in a batch: %s, %+v", r.text, c.Writes())
	}
}

func TestRefusals(t *testing.T) {
	for _, after := range []string{"", "30", "1.9", "soon", "Sun, 22 Nov 2026 11:00:00 GMT",
		"Sun, 22 Nov 2026 12:02:00 GMT"} {
		c := small()
		c.Play(Fault{Method: "GET", Path: "/users", Effect: Refuse, RetryAfter: after, Skip: 1, Count: 2})
		var got []int
		for range 4 {
			r := get(t, c, "/v1.0/users?$top=1")
			got = append(got, r.status)
			if header, ok := r.header["Retry-After"]; r.status == 429 &&
				(ok != (after != "") || ok && header[0] != after || r.code() != "TooManyRequests") {
				t.Errorf("Retry-After %q came as %v with %s", after, header, r.text)
			}
		}
		if got[0] != 200 || got[1] != 429 || got[2] != 429 || got[3] != 200 {
			t.Errorf("one passes, two are refused, then it works: %v", got)
		}
		if get(t, c, "/v1.0/groups").status != 200 {
			t.Error("another path is refused too")
		}
	}
	c := small()
	c.Play(Fault{Path: "/users/" + c.hand[1].id, Effect: Refuse, RetryAfter: "2"})
	c.Play(Fault{Path: "/auditLogs", Effect: Refuse, Status: 403})
	r := ask(t, c, "POST", "/v1.0/$batch", `{"requests":[{"id":"1","method":"GET","url":"/users/`+c.hand[0].id+
		`"},{"id":"2","method":"GET","url":"/users/`+c.hand[1].id+
		`"},{"id":"3","method":"GET","url":"/auditLogs/signIns"}]}`)
	if r.status != 200 || !strings.Contains(r.text, `"Retry-After":"2"`) ||
		strings.Count(r.text, `"status":429`) != 1 || !strings.Contains(r.text, "Authorization_RequestDenied") {
		t.Errorf("parts are refused one by one: %d %s", r.status, r.text)
	}
	c.Calm()
	if get(t, c, "/v1.0/auditLogs/signIns").status != 200 {
		t.Error("the fault goes on")
	}
}

func TestLostAnswers(t *testing.T) {
	for _, f := range []Fault{
		{Method: "PATCH", Effect: Refuse, Status: 503, Count: 1},
		{Method: "PATCH", Effect: Refuse, Status: 504, After: true, Count: 1},
		{Method: "PATCH", Effect: Cut, Count: 1}, {Method: "PATCH", Effect: Cut, After: true, Count: 1},
	} {
		c := small()
		base, err := c.Start()
		if err != nil {
			t.Fatal(err)
		}
		c.Play(f)
		q, _ := http.NewRequest("PATCH", base+
			"/policies/authenticationMethodsPolicy/authenticationMethodConfigurations/Voice",
			strings.NewReader(`{"@odata.type":"#microsoft.graph.voiceAuthenticationMethodConfiguration",`+
				`"state":"disabled"}`))
		q.Header.Set("Authorization", "Bearer x")
		q.Header.Set("Content-Type", "application/json")
		r, err := http.DefaultClient.Do(q)
		if f.Effect == Cut && err == nil || f.Effect == Refuse && (err != nil || r.StatusCode != f.Status) {
			t.Errorf("%+v: %v", f, err)
		}
		if err == nil {
			r.Body.Close()
		}
		const voice = "/v1.0/policies/authenticationMethodsPolicy/authenticationMethodConfigurations/voice"
		state := get(t, c, voice).body["state"]
		if applied := len(c.Writes()) == 1 && state == "disabled"; applied != f.After || len(c.Writes()) > 1 {
			t.Errorf("%+v: the state is %v, %d writes", f, state, len(c.Writes()))
		}
		_ = c.Close()
	}
}

func TestCutInTheBody(t *testing.T) {
	c := small()
	s := httptest.NewServer(c.Handler())
	defer s.Close()
	c.Play(Fault{Path: "/users", Effect: Cut, Count: 1})
	for i := range 2 {
		q, _ := http.NewRequest("GET", s.URL+"/v1.0/users", nil)
		q.Header.Set("Authorization", "Bearer x")
		r, err := http.DefaultClient.Do(q)
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(r.Body)
		r.Body.Close()
		if cut := errors.Is(err, io.ErrUnexpectedEOF); cut != (i == 0) || i == 0 && (len(b) == 0 || json.Valid(b)) {
			t.Errorf("answer %d: %d bytes, %v", i, len(b), err)
		}
	}
}

func TestPageFaults(t *testing.T) {
	count := func(effect Effect, skip, times int) (rows, different, asked int) {
		c := small()
		c.Play(Fault{Path: "/users", Effect: effect, Skip: skip, Count: times})
		all := map[string]bool{}
		for path := "/v1.0/users?$top=10&$select=id"; path != "" && asked < 30; asked++ {
			r := get(t, c, path)
			if r.status != 200 {
				if r.code() != "Directory_ExpiredPageToken" {
					t.Errorf("%s: %s", effect, r.text)
				}
				return rows, len(all), asked
			}
			for _, each := range r.rows(t) {
				rows++
				all[each["id"].(string)] = true
			}
			path = r.next()
		}
		return rows, len(all), asked
	}
	for effect, want := range map[Effect][3]int{
		LoopLink: {300, 10, 30}, RepeatPage: {91, 81, 10}, MissPage: {81, 81, 9}, EmptyPage: {91, 91, 11},
		ExpireToken: {20, 20, 2},
	} {
		skip, times := 2, 1
		if effect == LoopLink {
			skip, times = 0, 0
		}
		if effect == EmptyPage {
			skip = 3
		}
		rows, different, asked := count(effect, skip, times)
		if got := [3]int{rows, different, asked}; got != want {
			t.Errorf("%s: %v rows, different ones, requests; want %v", effect, got, want)
		}
	}
	c := small()
	c.Play(Fault{Path: "/users", Effect: ForeignLink, Host: "https://attacker.example"})
	if link := get(t, c, "/v1.0/users?$top=10").body["@odata.nextLink"].(string); !strings.HasPrefix(link,
		"https://attacker.example/v1.0/users?") {
		t.Errorf("the next page lies at %s", link)
	}
}

func TestAlteredRows(t *testing.T) {
	c := small()
	id := c.hand[0].id
	c.Play(Fault{Path: "/reports", Effect: Alter, Only: id,
		Set: map[string]any{"userPreferredMethodForSecondaryAuthentication": "hologram", "isMfaCapable": nil,
			"brandNew": map[string]any{"a": 1}}, Drop: []string{"methodsRegistered"}})
	c.Play(Fault{Path: "/identity", Effect: Alter,
		Set: map[string]any{"conditions/users/includeUsers": []string{"Everybody"}}})
	c.Play(Fault{Path: "/me", Effect: Alter, Set: map[string]any{"displayName": strings.Repeat("x", 10<<20)}})
	rows := get(t, c, "/v1.0/reports/authenticationMethods/userRegistrationDetails").rows(t)
	_, has := rows[0]["methodsRegistered"]
	if rows[0]["userPreferredMethodForSecondaryAuthentication"] != "hologram" || rows[0]["isMfaCapable"] != nil ||
		has || rows[0]["brandNew"] == nil || rows[1]["brandNew"] != nil {
		t.Errorf("the altered row is %v", rows[0])
	}
	if text := get(t, c, "/v1.0/identity/conditionalAccess/policies").text; strings.Count(text,
		`"Everybody"`) != len(c.access) {
		t.Error("a property deep inside is not altered")
	}
	if r := get(t, c, "/v1.0/me"); len(r.text) < 10<<20 || !json.Valid([]byte(r.text)) {
		t.Errorf("the long text has %d bytes", len(r.text))
	}
}

func TestPortalAndDelay(t *testing.T) {
	c := New(Options{Now: noon, Latency: 5 * time.Millisecond})
	c.Play(Fault{Effect: Portal, Count: 1})
	c.Play(Fault{Path: "/me", Effect: Slow, Delay: 20 * time.Millisecond})
	r := get(t, c, "/v1.0/users")
	if r.status != 200 || !strings.Contains(r.header.Get("Content-Type"), "html") ||
		!strings.Contains(r.text, "<html>") {
		t.Errorf("a captive portal: %d %v", r.status, r.header)
	}
	start := time.Now()
	if r := get(t, c, "/v1.0/me"); r.status != 200 || time.Since(start) < 25*time.Millisecond {
		t.Errorf("%d after %s", r.status, time.Since(start))
	}
}
