package graph

import (
	"context"
	"errors"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"handrail/app"
	"handrail/app/sample/graphsim"
	"handrail/app/tenant"
	"handrail/store"
)

// Secrets that must not be found in any file.
const (
	accessMark  = "ACCESSTOKENMARK"
	refreshMark = "REFRESHTOKENMARK"
	whoSignsIn  = "ada@northgate.example"
)

// signedOffice returns an Office in a folder that signs in at m.
func signedOffice(t *testing.T, folder string, m *microsoft) *Connections {
	t.Helper()
	t.Setenv("XDG_CACHE_HOME", filepath.Join(folder, "tokens")) // where Linux keeps them
	s, _, err := store.Open(folder, noon)
	if err != nil {
		t.Fatal(err)
	}
	o := NewConnections(ConnectionPorts{Kept: s, Options: m.options(), OpenCache: func(id string) (CacheFile, error) {
		c, _, err := store.OpenCache(folder, id, noon)
		return c, err
	}})
	t.Cleanup(func() { _ = errors.Join(o.Close(), s.Close()) })
	return o
}

// holds fails where a file below a folder has one of the marks.
func holds(t *testing.T, folder string, marks ...string) {
	t.Helper()
	files := 0
	err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		files++
		body, err := os.ReadFile(path)
		for _, mark := range marks {
			if strings.Contains(string(body), mark) {
				t.Errorf("%s holds %s", filepath.Base(path), mark)
			}
		}
		return err
	})
	if err != nil || files == 0 {
		t.Errorf("%d files, %v", files, err)
	}
}

// TestSignInWithACode goes from the code on another device to rows, and signs out.
func TestSignInWithACode(t *testing.T) {
	m := newMicrosoft(t)
	folder := t.TempDir()
	o := signedOffice(t, folder, m)
	ctx := context.Background()
	var told []string
	org, err := o.SignIn(ctx, tenant.Way{Cloud: "global", Device: true}, func(s string) { told = append(told, s) })
	if err != nil {
		t.Fatal(err)
	}
	if org.ID != graphsim.TenantID || org.Account != whoSignsIn || org.Name != "Northgate Community Trust" ||
		org.Record == "" {
		t.Errorf("%+v", org)
	}
	if len(told) == 0 || !strings.Contains(told[0], "HAND-RAIL") ||
		!strings.Contains(told[0], "https://microsoft.com/devicelogin") {
		t.Errorf("told %q", told)
	}
	if !o.SignedIn(ctx) {
		t.Error("not signed in after a sign-in")
	}
	scopes, known, err := o.Granted(ctx)
	if err != nil || !known || len(scopes) != 2 {
		t.Errorf("granted %v %v %v", scopes, known, err)
	}
	all, err := o.Refresh(ctx, []string{tenant.SectionOrganisation, tenant.SectionUsers}, nil)
	if err != nil || states(all)[tenant.Updated] != 2 {
		t.Errorf("%+v %v", all, err)
	}
	holds(t, folder, accessMark, refreshMark)
	if strings.Contains(org.Record, accessMark) || strings.Contains(org.Record, refreshMark) {
		t.Error("the record of the sign-in holds a token")
	}
	if err := o.SignOut(ctx); err != nil {
		t.Fatal(err)
	}
	if o.SignedIn(ctx) {
		t.Error("still signed in after signing out")
	}
	if _, err := o.Refresh(ctx, []string{tenant.SectionUsers}, nil); app.CodeOf(err) != app.Denied {
		t.Errorf("%v", err)
	}
	view, err := o.View(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if n, err := view.Count(ctx); err != nil || n[tenant.AllPeople] == 0 {
		t.Errorf("what was read is gone: %v %v", n, err)
	}
	m.fine(t)
	holds(t, folder, accessMark, refreshMark)
	if left, err := filepath.Glob(filepath.Join(folder, "tokens", ".IdentityService", "handrail-*")); err != nil ||
		len(left) > 0 {
		t.Errorf("signed out, and tokens are left: %v %v", left, err)
	}
}

// TestForgettingAnOrganisationRemovesItsTokens: also for code that kept a copy of the record of the sign-in.
func TestForgettingAnOrganisationRemovesItsTokens(t *testing.T) {
	m := newMicrosoft(t)
	folder := t.TempDir()
	o := signedOffice(t, folder, m)
	ctx := context.Background()
	org, err := o.SignIn(ctx, tenant.Way{Cloud: "global", Device: true}, func(string) {})
	if err != nil {
		t.Fatal(err)
	}
	again := func() bool {
		g, err := o.resume(org) // as the next start does
		if err != nil {
			t.Fatal(err)
		}
		return g.signedIn(ctx)
	}
	if !again() {
		t.Fatal("the sign-in is not kept")
	}
	if err := o.ForgetOrganisation(ctx, org.ID, true); err != nil {
		t.Fatal(err)
	}
	if again() {
		t.Error("the organisation is removed, and its sign-in still works")
	}
	if o.SignedIn(ctx) {
		t.Error("still signed in")
	}
	left, err := filepath.Glob(filepath.Join(folder, "tokens", ".IdentityService", "handrail-*"))
	if err != nil || len(left) > 0 {
		t.Errorf("tokens are left: %v %v", left, err)
	}
}

// browser replaces the system's browser with a program that saves the address it gets, and returns the file with it.
func browser(t *testing.T) string {
	t.Helper()
	if runtime.GOOS != "linux" {
		t.Skip("the system's browser can only be replaced on Linux")
	}
	folder := t.TempDir()
	kept := filepath.Join(folder, "address")
	script := "#!/bin/sh\nprintf %s \"$1\" > " + kept + ".part && mv " + kept + ".part " + kept + "\n"
	if err := os.WriteFile(filepath.Join(folder, "xdg-open"), []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", folder+":"+os.Getenv("PATH"))
	return kept
}

// opened waits for the address that the browser got.
func opened(t *testing.T, kept string) *url.URL {
	t.Helper()
	for range 200 {
		if text, err := os.ReadFile(kept); err == nil {
			u, err := url.Parse(string(text))
			if err != nil {
				t.Fatal(err)
			}
			return u
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatal("no browser was opened")
	return nil
}

// TestSignInWithTheBrowser plays the person in the browser.
func TestSignInWithTheBrowser(t *testing.T) {
	kept := browser(t)
	m := newMicrosoft(t)
	o := signedOffice(t, t.TempDir(), m)
	type end struct {
		org tenant.Organisation
		err error
	}
	ended := make(chan end, 1)
	go func() {
		org, err := o.SignIn(context.Background(), tenant.Way{Cloud: "global", Tenant: "northgate.example"},
			func(string) {})
		ended <- end{org, err}
	}()
	at := opened(t, kept)
	q := at.Query()
	if at.Scheme+"://"+at.Host != m.login.URL || !strings.HasPrefix(at.Path, "/northgate.example/") ||
		q.Get("client_id") != SharedClient || q.Get("code_challenge") == "" ||
		!strings.HasPrefix(q.Get("redirect_uri"), "http://localhost:") {
		t.Errorf("the browser was sent to %s", at)
	}
	if scopes := q.Get("scope"); !strings.Contains(scopes, "/User.Read.All") || strings.Contains(scopes, "ReadWrite") {
		t.Errorf("asked for %s", scopes)
	}
	resp, err := http.PostForm(q.Get("redirect_uri"), url.Values{"code": {"code"}, "state": {q.Get("state")}})
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	if e := <-ended; e.err != nil || e.org.Account != whoSignsIn {
		t.Errorf("%+v", e)
	}
	m.fine(t)
}

// TestNobodyIsSentToTheBrowser holds that an old sign-in without tokens returns an error and opens nothing.
func TestNobodyIsSentToTheBrowser(t *testing.T) {
	kept := browser(t)
	m := newMicrosoft(t)
	c, err := m.options().cloud("global")
	if err != nil {
		t.Fatal(err)
	}
	s, err := Resume(Way{Cloud: c, Client: SharedClient, Scopes: tenant.ReadScopes(), transport: m.login.Client()},
		`{"record":{"authority":"`+m.login.URL+`","clientId":"`+SharedClient+`","homeAccountId":"oid.utid",`+
			`"tenantId":"`+graphsim.TenantID+`","username":"`+whoSignsIn+`","version":"1.0"},`+
			`"cache":"handrail-`+app.NewID()+`"}`)
	if err != nil {
		t.Fatal(err)
	}
	g, err := s.Client(m.options())
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithTimeout(context.Background(), 20*time.Second) // a browser would be waited for
	defer stop()
	err = g.Fetch(ctx, tenant.SectionUsers, "", func(tenant.Page) error { return nil })
	if message, hint := app.UserMessage(err); app.CodeOf(err) != app.Denied ||
		!strings.Contains(message, "sign-in has ended") || hint == "" {
		t.Errorf("%v", err)
	}
	if _, err := os.Stat(kept); err == nil {
		t.Error("a browser was opened without a button")
	}
}

// TestWhyASignInFailed turns Microsoft's codes into sentences that name who can help.
func TestWhyASignInFailed(t *testing.T) {
	m := newMicrosoft(t)
	for code, want := range map[string]string{
		"AADSTS65001": "has not granted Handrail", "AADSTS53003": "Conditional Access",
		"AADSTS50199":  "blocks sign-in with a code",
		"AADSTS700016": "does not have an application with this ID",
		"AADSTS50020":  "does not belong to the organisation", "AADSTS999999": "did not let you sign in",
	} {
		m.refuse, m.polls = code, 1
		_, err := signedOffice(t, t.TempDir(), m).SignIn(context.Background(),
			tenant.Way{Cloud: "global", Device: true}, func(string) {})
		if message, hint := app.UserMessage(err); !strings.Contains(message, want) || hint == "" {
			t.Errorf("%s: %q %q (%v)", code, message, hint, err)
		}
	}
}

// TestWhyAChangeWasNotAllowed returns the reason of this refusal, and never that of an earlier one.
func TestWhyAChangeWasNotAllowed(t *testing.T) {
	m := newMicrosoft(t)
	o := signedOffice(t, t.TempDir(), m)
	ctx := context.Background()
	if _, err := o.SignIn(ctx, tenant.Way{Cloud: "global", Device: true}, func(string) {}); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ refuse, want string }{
		{"AADSTS90094", "has not granted Handrail these permissions"},
		{"nothing known", "did not let you sign in"},
		{"", "has not granted Handrail the permission Policy.ReadWrite.AuthenticationMethod"},
	} {
		m.mu.Lock()
		m.refuse = c.refuse
		m.mu.Unlock()
		err := o.Ask(ctx, "Policy.ReadWrite.AuthenticationMethod")
		if message, hint := app.UserMessage(err); !strings.Contains(message, c.want) || hint == "" {
			t.Errorf("refused with %q: %q %q (%v)", c.refuse, message, hint, err)
		}
	}
}
