package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// The world of mail domains is on loopback, in a network of its own: there the usual ports are free, and programs of
// others find the domains as on the internet. Its servers are a process of their own.

const (
	worldNames = "127.0.0.53" // the name server
	worldWeb   = "127.0.0.80"
	worldMail  = "127.0.0.25"
)

// worldDomains is how many domains the world has.
const worldDomains = 50

func worldDomain(i int) string { return fmt.Sprintf("d%02d.example", i) }

// mailDomains runs this program again in a network of its own and returns what it measures there.
func mailDomains(b *bench) ([]Figure, error) {
	apart := []string{"--net", "--mount"}
	if os.Getuid() != 0 {
		apart = append(apart, "--user", "--map-root-user")
	}
	if said, err := exec.CommandContext(b.ctx, "unshare", append(apart, "ip", "link", "set", "lo",
		"up")...).CombinedOutput(); err != nil {
		return []Figure{{Row: "mta-sts", Work: "run mta-sts", Skipped: fmt.Sprintf(
			"this computer gives no network of its own: %v %s", err, bytes.TrimSpace(said))}}, nil
	}
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	if _, _, err := b.peer("checkdmarc"); err != nil { // in the network of its own, nothing can be fetched
		return nil, err
	}
	args := append(apart, self, "-inside", b.folder, "-program", b.program, "-runs", fmt.Sprint(b.turns))
	if b.short {
		args = append(args, "-short")
	}
	cmd := exec.CommandContext(b.ctx, "unshare", args...)
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, os.Stderr
	if err := cmd.Run(); err != nil {
		return nil, err
	}
	var all []Figure
	return all, json.Unmarshal(out.Bytes(), &all)
}

// inside measures in the network of its own, and writes the figures as JSON.
func inside(b *bench, out io.Writer) error {
	if err := furnish(b.folder); err != nil {
		return err
	}
	stop, err := startWorld(b.folder)
	if err != nil {
		return err
	}
	defer stop()
	var all []Figure
	for _, measure := range []func(*bench) ([]Figure, error){oneDomain, manyDomains, lookGrowth} {
		some, err := measure(b)
		if err != nil {
			return err
		}
		all = append(all, some...)
	}
	return json.NewEncoder(out).Encode(all)
}

// furnish starts loopback, points the system to the name server of the world, and lets all programs trust its root
// beside the roots of the system, which they load as everywhere.
func furnish(folder string) error {
	resolv := filepath.Join(folder, "resolv.conf")
	text := "nameserver " + worldNames + "\noptions timeout:2 attempts:2\n"
	if err := os.WriteFile(resolv, []byte(text), 0o644); err != nil {
		return err
	}
	for _, cmd := range [][]string{{"ip", "link", "set", "lo", "up"}, {"mount", "--bind", resolv, "/etc/resolv.conf"}} {
		if said, err := exec.Command(cmd[0], cmd[1:]...).CombinedOutput(); err != nil {
			return fmt.Errorf("%s: %w: %s", strings.Join(cmd, " "), err, said)
		}
	}
	root, err := makeRoot(folder)
	if err != nil {
		return err
	}
	system, _ := os.ReadFile("/etc/ssl/certs/ca-certificates.crt") // elsewhere on other systems, which load fewer here
	bundle := filepath.Join(folder, "roots.pem")
	if err := os.WriteFile(bundle, append(system, root...), 0o644); err != nil {
		return err
	}
	for _, name := range []string{"SSL_CERT_FILE", "REQUESTS_CA_BUNDLE"} {
		if err := os.Setenv(name, bundle); err != nil {
			return err
		}
	}
	return nil
}

// startWorld starts the servers and waits until they answer. stop ends them.
func startWorld(folder string) (stop func(), err error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	cmd := exec.Command(self, "-serve", folder)
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	stop = func() {
		_ = in.Close()
		_ = cmd.Wait()
	}
	if _, err := io.ReadFull(out, make([]byte, len(worldReady))); err != nil {
		stop()
		return nil, fmt.Errorf("the servers of the world did not start: %w", err)
	}
	return stop, nil
}
