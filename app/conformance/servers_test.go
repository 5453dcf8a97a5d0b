//go:build judge

package conformance

import (
	"context"
	"crypto/tls"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"handrail/app/guide"
	"handrail/app/mail/dns"
)

// names is a zone that Knot DNS serves; lines are added while it runs.
type names struct {
	lines  []string
	serial int
	file   string
	cmd    *exec.Cmd
	client *dns.Client
}

// zone is what every test begins with.
const zone = `judge.example. 60 IN NS ns.judge.example.
ns.judge.example. 60 IN A 127.0.0.53
mx.judge.example. 60 IN A 127.0.0.25
deaf.judge.example. 60 IN A 127.0.0.99`

// serveNames starts Knot DNS on the port of the world's name server.
func serveNames(t *testing.T, lines ...string) *names {
	t.Helper()
	dir := t.TempDir()
	check(t, os.Chmod(dir, 0o755))
	n := &names{lines: append(strings.Split(zone, "\n"), lines...), file: filepath.Join(dir, "judge.zone")}
	n.write(t)
	conf := filepath.Join(dir, "knot.conf")
	check(t, os.WriteFile(conf, fmt.Appendf(nil, `server:
    rundir: %[1]s
    listen: %[2]s@53
    user: root:root
database:
    storage: %[1]s
log:
  - target: stderr
    any: warning
template:
  - id: default
    storage: %[1]s
    zonefile-sync: -1
    zonefile-load: whole
    journal-content: none
zone:
  - domain: judge.example
    file: judge.zone
`, dir, nameServer), 0o644))
	n.cmd = exec.Command("knotd", "-c", conf)
	serve(t, nameServer+":53", n.cmd)
	var err error
	n.client, err = dns.NewClient(dns.Config{Servers: []string{nameServer + ":53"}})
	check(t, err)
	n.wait(t)
	return n
}

func (n *names) write(t *testing.T) {
	n.serial++
	head := fmt.Sprintf("judge.example. 60 IN SOA ns.judge.example. hostmaster.judge.example. %d 60 60 600 "+
		"1\nserial.judge.example. 1 IN TXT \"%d\"\n", n.serial, n.serial)
	check(t, os.WriteFile(n.file, []byte(head+strings.Join(n.lines, "\n")+"\n"), 0o644))
}

// add puts lines into the zone and waits until they are served.
func (n *names) add(t *testing.T, lines ...string) {
	t.Helper()
	n.lines = append(n.lines, lines...)
	n.write(t)
	check(t, n.cmd.Process.Signal(syscall.SIGHUP))
	n.wait(t)
}

func (n *names) wait(t *testing.T) {
	t.Helper()
	waitFor(t, "the zone to be loaded", func() bool {
		a, err := n.client.Lookup(context.Background(), "serial.judge.example", dns.TXT)
		return err == nil && len(a.Records) == 1 && a.Records[0].TXT() == fmt.Sprint(n.serial)
	})
}

// serveMail starts Postfix; its certificate is for mx.judge.example.
func serveMail(t *testing.T) {
	t.Helper()
	cert, key := certificate(t, "mx.judge.example", true)
	main := fmt.Sprintf(`compatibility_level = 3.6
myhostname = mx.judge.example
mydestination =
inet_interfaces = %s
inet_protocols = ipv4
smtpd_tls_cert_file = %s
smtpd_tls_key_file = %s
smtpd_tls_security_level = may
smtpd_peername_lookup = no
smtpd_client_restrictions =
smtpd_delay_open_until_valid_rcpt = no
maillog_file = /var/log/mail.log
`, mailServer, cert, key)
	check(t, os.WriteFile("/etc/postfix/main.cf", []byte(main), 0o644))
	check(t, os.WriteFile("/etc/postfix/master.cf", []byte(`smtp      inet  n - n - - smtpd
pickup    unix  n - n 60 1 pickup
cleanup   unix  n - n - 0 cleanup
qmgr      unix  n - n 300 1 qmgr
tlsmgr    unix  - - n 1000? 1 tlsmgr
rewrite   unix  - - n - - trivial-rewrite
anvil     unix  - - n - 1 anvil
proxymap  unix  - - n - - proxymap
postlog   unix-dgram n - n - 1 postlogd
`), 0o644))
	if out, err := exec.Command("sh", "-c",
		"chown postfix /var/lib/postfix && postfix check && postfix start").CombinedOutput(); err != nil {
		log, _ := os.ReadFile("/var/log/mail.log")
		t.Fatalf("postfix: %v\n%s\n%s", err, out, log)
	}
	t.Cleanup(func() { _ = exec.Command("postfix", "stop").Run() })
	waitFor(t, "postfix to listen", func() bool { return listens(mailServer + ":25") })
}

// unpack lays a bundle's files into a fresh folder.
func unpack(t *testing.T, b guide.Bundle) string {
	t.Helper()
	dir := t.TempDir()
	for _, f := range b.Files {
		path := filepath.Join(dir, filepath.FromSlash(f.Path))
		check(t, os.MkdirAll(filepath.Dir(path), 0o755))
		check(t, os.WriteFile(path, f.Data, 0o644))
	}
	return dir
}

// install follows a bundle's steps: the site to /var/www, with a certificate.
func install(t *testing.T, dir, host string) {
	t.Helper()
	certificate(t, host, true)
	copyTo(t, filepath.Join(dir, "site")+"/.", "/var/www/"+host)
}

func copyTo(t *testing.T, from, to string) {
	t.Helper()
	check(t, os.MkdirAll(filepath.Dir(to), 0o755))
	if strings.HasSuffix(from, "/.") {
		check(t, os.MkdirAll(to, 0o755))
	}
	if out, err := exec.Command("cp", "-r", from, to).CombinedOutput(); err != nil {
		t.Fatalf("cp %s %s: %s", from, to, out)
	}
}

// The ways to serve a bundle here, by the kind of hosting. Each follows the steps
// of the bundle's own page.
var ways = map[string]func(t *testing.T, dir, host string){
	"nginx": func(t *testing.T, dir, host string) {
		install(t, dir, host)
		copyTo(t, dir+"/nginx/"+host+".conf", "/etc/nginx/conf.d/"+host+".conf")
		serve(t, webServer+":443", exec.Command("nginx", "-g", "daemon off;"))
	},
	"apache": func(t *testing.T, dir, host string) {
		install(t, dir, host)
		copyTo(t, dir+"/apache/"+host+".conf", "/etc/apache2/sites-available/"+host+".conf")
		runApache(t, host)
	},
	"web-space": func(t *testing.T, dir, host string) {
		install(t, dir, host)
		// A provider's own settings, which read .htaccess files.
		check(t, os.WriteFile("/etc/apache2/sites-available/"+host+".conf", fmt.Appendf(nil, `<VirtualHost *:443>
ServerName %[1]s
DocumentRoot /var/www/%[1]s
SSLEngine on
SSLCertificateFile /etc/letsencrypt/live/%[1]s/fullchain.pem
SSLCertificateKeyFile /etc/letsencrypt/live/%[1]s/privkey.pem
<Directory /var/www/%[1]s>
AllowOverride All
Require all granted
</Directory>
</VirtualHost>
`, host), 0o644))
		runApache(t, host)
	},
	"caddy": func(t *testing.T, dir, host string) {
		copyTo(t, filepath.Join(dir, "site")+"/.", "/var/www/"+host)
		own, err := os.ReadFile(dir + "/caddy/Caddyfile")
		check(t, err)
		ca := os.Getenv(worldVar)
		// Only the authority is another one: ours in place of a public one.
		head := fmt.Sprintf("{\n\tadmin off\n\tlocal_certs\n\tskip_install_trust\n\tpki {\n\t\tca local "+
			"{\n\t\t\troot {\n\t\t\t\tcert %s/ca.pem\n\t\t\t\tkey %s/ca.key\n\t\t\t}\n\t\t}\n\t}\n}\n", ca, ca)
		file := filepath.Join(dir, "Caddyfile.test")
		check(t, os.WriteFile(file, []byte(head+string(own)), 0o644))
		cmd := exec.Command("caddy", "run", "--adapter", "caddyfile", "--config", file)
		cmd.Env = append(os.Environ(), "HOME="+dir, "XDG_DATA_HOME="+dir+"/data", "XDG_CONFIG_HOME="+dir+"/config")
		serve(t, webServer+":443", cmd)
		// It listens before it has its certificate.
		waitFor(t, "Caddy's certificate", func() bool {
			conn, err := tls.Dial("tcp", webServer+":443", &tls.Config{ServerName: host})
			if err == nil {
				conn.Close()
			}
			return err == nil
		})
	},
}

func runApache(t *testing.T, host string) {
	t.Helper()
	if out, err := exec.Command("sh", "-c", "a2enmod -q ssl rewrite && a2ensite -q "+host+
		" && apachectl configtest").CombinedOutput(); err != nil {
		t.Fatalf("apache: %v\n%s", err, out)
	}
	serve(t, webServer+":443", exec.Command("bash", "-c",
		". /etc/apache2/envvars; mkdir -p $APACHE_RUN_DIR $APACHE_LOCK_DIR; exec apache2 -DFOREGROUND"))
	t.Cleanup(func() { _ = os.Remove("/etc/apache2/sites-enabled/" + host + ".conf") })
}
