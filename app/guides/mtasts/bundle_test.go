package mtasts

import (
	"encoding/json"
	"encoding/xml"
	"io"
	"path"
	"regexp"
	"strconv"
	"strings"
	"testing"

	sts "handrail/app/mail/mtasts"

	"handrail/app"
)

func TestBundlesAreComplete(t *testing.T) {
	// The files a service needs, each with words it must hold.
	needs := map[string]map[string]string{
		"azure-static-web-apps": {"site/staticwebapp.config.json": `"text/plain"`,
			"site/index.html": "mta-sts.example.org"},
		"github-pages": {"site/CNAME": "mta-sts.example.org", "site/.nojekyll": "",
			"site/.gitattributes": "-text"},
		"cloudflare-pages":  {"site/_headers": "https://mta-sts.example.org/.well-known/mta-sts.txt"},
		"cloudflare-worker": {"worker.js": `"mta-sts.example.org"`, "wrangler.toml": "mta-sts.example.org"},
		"iis":               {"site/web.config": "mta-sts.example.org"},
		"nginx":             {"nginx/mta-sts.example.org.conf": "server_name mta-sts.example.org;"},
		"apache":            {"apache/mta-sts.example.org.conf": "ServerName mta-sts.example.org"},
		"caddy":             {"caddy/Caddyfile": "mta-sts.example.org {"},
		"web-space":         {"site/.well-known/mta-sts.txt": "version: STSv1"},
	}
	policy := textOf(sts.Testing, day, "*."+outlookZone, newHost)
	if len(hostings) != len(needs) {
		t.Errorf("%d ways are offered, %d are tested", len(hostings), len(needs))
	}
	for _, h := range hostings {
		b := h.bundle("example.org", policy)
		files := map[string]string{}
		for _, f := range b.Files {
			if _, twice := files[f.Path]; twice || !path.IsAbs("/"+f.Path) || path.Clean(f.Path) != f.Path ||
				strings.HasPrefix(f.Path, "..") {
				t.Errorf("%s: the path %q is there twice or leads out of the folder", h.id, f.Path)
			}
			files[f.Path] = string(f.Data)
		}
		if files["site/.well-known/mta-sts.txt"] != policy {
			t.Errorf("%s: the policy is not byte for byte the one made", h.id)
		}
		for name, words := range needs[h.id] {
			if text, ok := files[name]; !ok || !strings.Contains(text, words) {
				t.Errorf("%s: %s is missing or lacks %q", h.id, name, words)
			}
		}
		page := files["Steps.txt"]
		for i, step := range b.Steps {
			if !strings.Contains(page, strconv.Itoa(i+1)+". "+step) {
				t.Errorf("%s: the page of steps lacks step %d", h.id, i+1)
			}
		}
		if len(b.Steps) < 4 || b.Summary == "" || h.hint == "" {
			t.Errorf("%s: says too little", h.id)
		}
		for name, text := range files {
			for _, bad := range []string{"%!", "return 301", "return 302", "Redirect ", "RewriteRule", "redir "} {
				if strings.Contains(text, bad) {
					t.Errorf("%s: %s holds %q", h.id, name, bad)
				}
			}
		}
		for _, l := range h.links {
			if err := app.ValidateLink(l.URL); err != nil {
				t.Errorf("%s: %v", h.id, err)
			}
		}
	}
}

func TestBundleFilesAreWellFormed(t *testing.T) {
	policy := textOf(sts.Enforce, 604800, "mail.example.org")
	if f := file(t, "azure-static-web-apps", "site/staticwebapp.config.json", policy); !json.Valid(f) {
		t.Errorf("not JSON: %s", f)
	}
	dec := xml.NewDecoder(strings.NewReader(string(file(t, "iis", "site/web.config", policy))))
	for {
		if _, err := dec.Token(); err == io.EOF {
			break
		} else if err != nil {
			t.Fatalf("not XML: %v", err)
		}
	}
	js := string(file(t, "cloudflare-worker", "worker.js", policy))
	_, rest, _ := strings.Cut(js, "const policy = ")
	literal, _, _ := strings.Cut(rest, ";\n")
	var got string
	if err := json.Unmarshal([]byte(literal), &got); err != nil || got != policy {
		t.Errorf("the worker would answer %q (%v)", got, err)
	}
	for _, id := range []string{"nginx", "apache", "caddy"} {
		for _, f := range hostingOf(id).bundle("example.org", policy).Files {
			text := string(f.Data)
			if strings.HasPrefix(f.Path, id) && strings.Count(text, "{") != strings.Count(text, "}") {
				t.Errorf("%s: brackets do not match", f.Path)
			}
		}
	}
}

func file(t *testing.T, hosting, name, policy string) []byte {
	t.Helper()
	for _, f := range hostingOf(hosting).bundle("example.org", policy).Files {
		if f.Path == name {
			return f.Data
		}
	}
	t.Fatalf("%s has no file %s", hosting, name)
	return nil
}

func TestEachDomainHasAWorkerOfItsOwn(t *testing.T) {
	long := strings.Repeat("long-part.", 9) + "example"
	seen := map[string]bool{}
	for _, domain := range []string{"a.example", "b.example", "a-b.example", "a.b.example",
		"xn--bcher-kva.example", long,
		"x." + long} {
		name := workerName(domain)
		if seen[name] || len(name) > 63 || !regexp.MustCompile(`^[a-z0-9]([a-z0-9-]*[a-z0-9])$`).MatchString(name) {
			t.Errorf("%s: %q", domain, name)
		}
		seen[name] = true
		b := cloudflareWorker.bundle(domain, testingText)
		if text := string(b.Files[2].Data); !strings.Contains(text, `name = "`+name+`"`) {
			t.Errorf("%s: %s", domain, text)
		}
	}
}

func TestFilesOfHostsCanBePublished(t *testing.T) {
	for _, h := range hostings {
		for _, file := range h.bundle("c.example", testingText).Files {
			if len(file.Data) == 0 {
				t.Errorf("%s: %s is empty", h.id, file.Path)
			}
			if strings.HasSuffix(file.Path, ".htaccess") {
				t.Errorf("%s: a web space may answer 500 because of %s", h.id, file.Path)
			}
		}
		if h.id == "azure-static-web-apps" || h.id == "github-pages" {
			if !strings.Contains(h.record, "DNS only") {
				t.Errorf("%s: nothing about a proxy in front", h.id)
			}
		}
	}
	steps := strings.Join(githubPages.steps(site{domain: "c.example"}), "\n")
	for _, want := range []string{"“Add file”", "“Create new file”", ".nojekyll", ".well-known/mta-sts.txt"} {
		if !strings.Contains(steps, want) {
			t.Errorf("no %s in the steps for GitHub", want)
		}
	}
}
