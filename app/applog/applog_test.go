package applog

import (
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"handrail/app"
	"handrail/app/ownerfile"
)

func TestMain(m *testing.M) {
	if folder := os.Getenv("HANDRAIL_CRASH_IN"); folder != "" {
		c, err := WatchCrashes(folder)
		if err != nil {
			panic(err)
		}
		if people := os.Getenv("HANDRAIL_CRASH_PEOPLE"); people != "" {
			lookUp(strings.Split(people, ","), map[string]string{people: people})
		}
		if os.Getenv("HANDRAIL_CRASH_CLEAN") == "" {
			panic("a fault of our own")
		}
		c.Clean()
		os.Exit(0)
	}
	os.Exit(m.Run())
}

func TestLogHoldsNothingOfPeople(t *testing.T) {
	folder := t.TempDir()
	l := Open(folder)
	secret := "jane.doe@parish.example"
	l.Info("Started", "version", "0.1.0", "user", secret, "path", "/home/jane.doe/x")
	l.Error("Could not save", "err", &app.Error{Code: app.Full, Message: secret, Err: errors.New(secret)})
	l.With("phone", "+441632960001").Info("Looked", "domain", "parish.example", slog.Group("who", "name", secret))
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(l.Path)
	if err != nil {
		t.Fatal(err)
	}
	text := string(data)
	for _, private := range []string{"jane.doe", "+44163"} {
		if strings.Contains(text, private) {
			t.Errorf("the log holds %q:\n%s", private, text)
		}
	}
	for _, wanted := range []string{"Started", "version=0.1.0", "code=full", "domain=parish.example"} {
		if !strings.Contains(text, wanted) {
			t.Errorf("the log lacks %q:\n%s", wanted, text)
		}
	}
}

func TestLogIsPrivateAndStaysSmall(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, logName)
	if err := os.WriteFile(path, []byte("old\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, 0o666); err != nil {
		t.Fatal(err)
	}
	l := Open(folder)
	long := strings.Repeat("x", 100_000)
	for range 80 { // eight times what one file may hold
		l.Info(long)
	}
	_ = l.Close()
	var sum int64
	deadline := time.Now().Add(10 * time.Second) // old files are removed in the background
	for {
		entries, err := os.ReadDir(folder)
		if err != nil {
			t.Fatal(err)
		}
		sum = 0
		for _, e := range entries {
			if st, err := e.Info(); err == nil {
				sum += st.Size()
				private, err := ownerfile.IsPrivate(filepath.Join(folder, e.Name()))
				if !private && !errors.Is(err, fs.ErrNotExist) {
					t.Errorf("%s may be used by others, %v", e.Name(), err)
				}
			}
		}
		if sum <= 4<<20 && len(entries) <= 4 || time.Now().After(deadline) {
			break
		}
		time.Sleep(20 * time.Millisecond)
	}
	if sum > 4<<20 {
		t.Errorf("the log takes %d bytes", sum)
	}
}

func TestCrashLeavesAFileAndACleanExitNone(t *testing.T) {
	folder := t.TempDir()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	start := func(env ...string) error {
		cmd := exec.Command(self)
		cmd.Env = append(os.Environ(), append(env, "HANDRAIL_CRASH_IN="+folder)...)
		return cmd.Run()
	}
	if err := start("HANDRAIL_CRASH_CLEAN=1"); err != nil {
		t.Fatal(err)
	}
	if left := Crashed(folder, time.Now); len(left) != 0 {
		t.Fatalf("a clean exit left %v", left)
	}
	if start() == nil {
		t.Fatal("the child did not crash")
	}
	left := Crashed(folder, time.Now)
	if len(left) != 1 {
		t.Fatalf("a crash left %v", left)
	}
	text, err := os.ReadFile(left[0])
	if err != nil || !strings.Contains(string(text), "a fault of our own") {
		t.Errorf("the crash file says %q, %v", text, err)
	}
	if private, err := ownerfile.IsPrivate(left[0]); !private {
		t.Errorf("the crash file may be used by others, %v", err)
	}
	if again := Crashed(folder, time.Now); len(again) != 0 {
		t.Errorf("the same crash is told twice: %v", again)
	}
}

// lookUp fails as a fault of our own does: with people in its arguments, in a map and
// on another goroutine, and with an error that names one of them.
func lookUp(people []string, by map[string]string) {
	done := make(chan error)
	go func(name string) { done <- errors.New(name) }(people[0])
	err := <-done
	_ = people[len(people)+len(by)-min(1, len(err.Error()))]
}

// TestACrashFileHoldsNothingOfPeople: it can be sent with a bug report, as the log can.
func TestACrashFileHoldsNothingOfPeople(t *testing.T) {
	folder := t.TempDir()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	marks := []string{"jane.doe@parish.example", "Jane Doe", "+441632960001", "192.0.2.77", "eyJ0eXAiOiJKV1QTOKEN"}
	cmd := exec.Command(self)
	cmd.Env = append(os.Environ(), "HANDRAIL_CRASH_IN="+folder, "HANDRAIL_CRASH_PEOPLE="+strings.Join(marks, ","))
	if cmd.Run() == nil {
		t.Fatal("the child did not crash")
	}
	left := Crashed(folder, time.Now)
	if len(left) != 1 {
		t.Fatalf("a crash left %v", left)
	}
	text, err := os.ReadFile(left[0])
	if err != nil || !strings.Contains(string(text), "lookUp") {
		t.Errorf("the crash file does not say where: %q, %v", text, err)
	}
	for _, mark := range marks {
		if strings.Contains(string(text), mark) {
			t.Errorf("the crash file holds %q:\n%s", mark, text)
		}
	}
}
