//go:build judge

package conformance

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// handrail runs the program without a window.
func handrail(t *testing.T, args ...string) (status int, out, errs string) {
	t.Helper()
	program := os.Getenv("HANDRAIL_PROGRAM")
	if program == "" {
		t.Fatal("HANDRAIL_PROGRAM does not say where the program is. “make judges” sets it.")
	}
	var stdout, stderr bytes.Buffer
	cmd := exec.Command(program, args...)
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return cmd.ProcessState.ExitCode(), stdout.String(), stderr.String()
}

// look runs the guide on one domain and gives its facts.
func look(t *testing.T, domain string) map[string]string {
	t.Helper()
	_, out, errs := handrail(t, "run", "mta-sts", "-data", t.TempDir(), "-resolver", nameServer+":53", "-set",
		"domain="+domain, "-json")
	var got struct {
		Facts map[string]string `json:"facts"`
	}
	if err := json.Unmarshal([]byte(out), &got); err != nil {
		t.Fatalf("%s: %v\n%s\n%s", domain, err, out, errs)
	}
	return got.Facts
}

// TestFacts asks the program about domains in every state.
func TestFacts(t *testing.T) {
	text := func(mode, mx string) string {
		return "version: STSv1\r\nmode: " + mode + "\r\nmx: " + mx + "\r\nmax_age: 604800\r\n"
	}
	cases := []struct {
		domain  string
		policy  string // "" serves none
		records []string
		facts   map[string]string
	}{
		{"good", text("enforce", "mx.judge.example"), []string{"sts", "tlsrpt"}, map[string]string{
			"record": "valid", "policy": "valid", "effective": "enforce", "reporting": "valid",
			"mx/mx.judge.example/covered": "yes", "mx/mx.judge.example/certificate": "valid"}},
		{"testing", text("testing", "*.judge.example"), []string{"sts", "tlsrpt"}, map[string]string{
			"record": "valid", "policy": "valid", "effective": "testing", "mx/mx.judge.example/covered": "yes"}},
		{"none", text("none", "mx.judge.example"), []string{"sts"}, map[string]string{
			"record": "valid", "policy": "valid", "effective": "none", "reporting": "absent"}},
		{"absent", "", nil, map[string]string{
			"record": "absent", "policy": "absent", "effective": "absent", "reporting": "absent",
			"mx/mx.judge.example/covered": "no"}},
		{"uncovered", text("enforce", "*.example"), []string{"sts"}, map[string]string{
			"effective": "enforce", "mx/mx.judge.example/covered": "no"}},
		{"several", text("enforce", "mx.judge.example"), []string{"sts", "sts2"}, map[string]string{
			"record": "several", "policy": "valid", "effective": "absent"}},
		{"unreadable", "<html><title>Log in</title></html>", []string{"sts"}, map[string]string{
			"record": "valid", "policy": "invalid", "effective": "absent"}},
		{"untrusted", text("enforce", "mx.judge.example"), []string{"sts"}, map[string]string{
			"record": "valid", "policy": "unreachable", "effective": "absent"}},
		{"missing", "", []string{"sts", "host"}, map[string]string{
			"record": "valid", "policy": "absent", "effective": "absent"}},
		{"deafmail", text("enforce", "deaf.judge.example"), []string{"sts"}, map[string]string{
			"effective": "enforce", "mx/deaf.judge.example/certificate": "untested"}},
	}
	var lines []string
	for _, c := range cases {
		name, mx := c.domain+".judge.example", "mx.judge.example"
		if c.domain == "deafmail" {
			mx = "deaf.judge.example"
		}
		lines = append(lines, name+". 60 IN MX 10 "+mx+".")
		if c.policy != "" {
			lines = append(lines, "mta-sts."+name+". 60 IN A "+webServer)
		}
		for i, r := range c.records {
			lines = append(lines, map[string]string{
				"sts":    fmt.Sprintf("_mta-sts.%s. 60 IN TXT \"v=STSv1; id=%d;\"", name, i),
				"sts2":   fmt.Sprintf("_mta-sts.%s. 60 IN TXT \"v=STSv1; id=%d;\"", name, i),
				"tlsrpt": fmt.Sprintf("_smtp._tls.%s. 60 IN TXT \"v=TLSRPTv1; rua=mailto:t@judge.example\"", name),
				"host":   fmt.Sprintf("mta-sts.%s. 60 IN A %s", name, webServer),
			}[r])
		}
	}
	serveNames(t, lines...)
	serveMail(t)
	site := "server { listen " + webServer +
		":443 ssl; server_name mta-sts.%[1]s; ssl_certificate %[2]s; ssl_certificate_key %[3]s; root /var/www/%[1]s; " +
		"types { } default_type %[4]s; }\n"
	var conf strings.Builder
	for _, c := range cases {
		name := c.domain + ".judge.example"
		if c.policy == "" && c.domain != "missing" {
			continue
		}
		kind := "text/plain"
		if c.domain == "unreadable" {
			kind = "text/html"
		}
		cert, key := certificate(t, "mta-sts."+name, c.domain != "untrusted")
		fmt.Fprintf(&conf, site, name, cert, key, kind)
		check(t, os.MkdirAll("/var/www/"+name+"/.well-known", 0o755))
		if c.policy != "" {
			check(t, os.WriteFile("/var/www/"+name+"/.well-known/mta-sts.txt", []byte(c.policy), 0o644))
		}
	}
	file := t.TempDir() + "/nginx.conf"
	check(t, os.WriteFile(file, []byte("user root; pid "+file+".pid; events {}\nhttp { access_log off;\n"+conf.String()+
		"}\n"), 0o644))
	serve(t, webServer+":443", exec.Command("nginx", "-c", file, "-g", "daemon off;"))
	for _, c := range cases {
		t.Run(c.domain, func(t *testing.T) {
			got := look(t, c.domain+".judge.example")
			for name, want := range c.facts {
				if got[name] != want {
					t.Errorf("%s is %q, want %q", name, got[name], want)
				}
			}
		})
	}
}

// TestBadInput gives the program what people and networks get wrong. Each has a
// clear sentence on standard error, and none ends in a crash.
func TestBadInput(t *testing.T) {
	serveNames(t, "loop.judge.example. 60 IN CNAME loop2.judge.example.",
		"loop2.judge.example. 60 IN CNAME loop.judge.example.",
		"clock.judge.example. 60 IN MX 10 mx.judge.example.")
	serveMail(t)
	silent, err := net.ListenPacket("udp", "127.0.0.54:53") // never answers
	check(t, err)
	defer silent.Close()
	readOnly := t.TempDir()
	for _, c := range []struct {
		name, domain, resolver string
		more                   []string
		status                 int
		says                   string // part of what is said, on either stream
	}{
		{name: "empty", domain: "", status: 2},
		{name: "300 characters", domain: strings.Repeat("a", 300) + ".example", status: 2},
		{name: "emoji", domain: "🚲.example", status: 2},
		{name: "address", domain: "192.0.2.1", status: 2},
		{name: "link", domain: "https://judge.example/login", status: 2, says: "judge.example"},
		{name: "mail address", domain: "vicar@judge.example", status: 2, says: "judge.example"},
		{name: "does not exist", domain: "nobody.judge.example", status: 1},
		{name: "CNAME loop", domain: "loop.judge.example", status: 1},
		{name: "refused zone", domain: "other.example", status: 2, says: "Handrail could not find"},
		{name: "silent resolver", domain: "judge.example", resolver: "127.0.0.54:53", status: 2,
			says: "No name server answered"},
		{name: "clock wrong by years", domain: "clock.judge.example", more: []string{"-now", "1999-01-01T00:00:00Z"},
			status: 1, says: "clock may be wrong"},
	} {
		t.Run(c.name, func(t *testing.T) {
			resolver := c.resolver
			if resolver == "" {
				resolver = nameServer + ":53"
			}
			args := append([]string{"run", "mta-sts", "-data", t.TempDir(), "-resolver", resolver, "-set", "domain=" +
				c.domain}, c.more...)
			status, out, errs := handrail(t, args...)
			if status != c.status {
				t.Errorf("the exit status is %d, want %d\n%s\n%s", status, c.status, out, errs)
			}
			said := out + errs
			if strings.TrimSpace(said) == "" || strings.Contains(said, "goroutine ") {
				t.Errorf("it says: %q", said)
			}
			if !strings.Contains(said, c.says) {
				t.Errorf("it does not say %q:\n%s", c.says, said)
			}
			for _, word := range []string{"invalid", "please", "sorry", "oops"} {
				if status == 2 && strings.Contains(strings.ToLower(errs), word) {
					t.Errorf("it says “%s”: %s", word, errs)
				}
			}
		})
	}
	t.Run("folder that is a file", func(t *testing.T) {
		file := readOnly + "/file"
		check(t, os.WriteFile(file, []byte("x"), 0o600))
		status, out, errs := handrail(t, "run", "mta-sts", "-data", file, "-resolver", nameServer+":53", "-set",
			"domain=clock.judge.example")
		if status == 0 || out+errs == "" || strings.Contains(errs, "goroutine ") {
			t.Errorf("status %d, it says %q %q", status, out, errs)
		}
	})
}

// TestEndlessPolicy serves a policy that never ends: the program stops reading.
func TestEndlessPolicy(t *testing.T) {
	serveNames(t, "endless.judge.example. 60 IN MX 10 mx.judge.example.", "mta-sts.endless.judge.example. 60 IN A "+
		webServer,
		"_mta-sts.endless.judge.example. 60 IN TXT \"v=STSv1; id=1;\"")
	cert, key := certificate(t, "mta-sts.endless.judge.example", true)
	l, err := net.Listen("tcp", webServer+":443")
	check(t, err)
	server := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/plain")
		for r.Context().Err() == nil {
			if _, err := w.Write([]byte("version: STSv1\r\n")); err != nil {
				return
			}
		}
	})}
	go func() { _ = server.ServeTLS(l, cert, key) }()
	defer server.Close()
	if got := look(t, "endless.judge.example"); got["policy"] != "invalid" || got["effective"] != "absent" {
		t.Errorf("policy is %q, effective %q", got["policy"], got["effective"])
	}
}
