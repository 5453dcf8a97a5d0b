package screens

import (
	"context"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"handrail/app/reminder"
	"handrail/app/task"
)

// once is a pause that is waited for once; later ones end the job.
func once(s *stage, then func()) {
	n := 0
	s.ports.Pause = func(context.Context, time.Duration) error {
		if n++; n > 1 {
			return errors.New("the test ends")
		}
		if then != nil {
			then()
		}
		return nil
	}
}

// notified starts the window and returns the notifications that it sent.
func notified(t *testing.T, s *stage) (sent []*fyne.Notification) {
	t.Helper()
	a := &counting{App: test.NewTempApp(t)}
	New(a, s.ports)
	return a.sent
}

// counting is an app that keeps what it was told to notify.
type counting struct {
	fyne.App
	sent []*fyne.Notification
}

func (c *counting) SendNotification(n *fyne.Notification) { c.sent = append(c.sent, n) }

func TestNotificationsAreOffAtFirst(t *testing.T) {
	s := newStage(t, task.Inline{}).dated(someDates())
	if sent := notified(t, s); len(sent) > 0 {
		t.Errorf("%+v was sent", sent[0])
	}
}

func TestOneNotificationADayWithoutNames(t *testing.T) {
	s := newStage(t, task.Inline{}).dated(someDates())
	s.memory.setting[settingNotify] = "on"
	once(s, nil) // an hour later nothing more is sent
	sent := notified(t, s)
	if len(sent) != 1 || sent[0].Title != "Handrail" || sent[0].Content != notifyToday {
		t.Fatalf("%+v was sent", sent)
	}
	once(s, func() { s.world.now = sunday.AddDate(0, 0, 7) }) // “An exclusion ends” tomorrow
	if sent = notified(t, s); len(sent) != 1 || sent[0].Content != notifyTomorrow {
		t.Errorf("a week later %+v was sent", sent)
	}
	if s.memory.setting[settingNotified] != "2026-11-29" {
		t.Errorf("the day is %q", s.memory.setting[settingNotified])
	}
}

func TestNearest(t *testing.T) {
	day := func(n int) reminder.Reminder { return reminder.Reminder{At: sunday.AddDate(0, 0, n)} }
	quiet := day(0)
	quiet.Quiet = true
	for _, c := range []struct {
		all  []reminder.Reminder
		want int
	}{{nil, -1}, {[]reminder.Reminder{{}, quiet, day(2), day(-1)}, -1}, {[]reminder.Reminder{day(1)}, 1},
		{[]reminder.Reminder{day(1), day(0)}, 0}} {
		if got := nearest(reminder.List{All: c.all}, sunday); got != c.want {
			t.Errorf("%+v is %d days away, want %d", c.all, got, c.want)
		}
	}
}

// TestNotificationsAreFixedSentences: others read a notification on the lock screen. So only notify.go sends one, and
// its texts are constants of that file.
func TestNotificationsAreFixedSentences(t *testing.T) {
	calls := 0
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		name := d.Name()
		if err != nil || d.IsDir() && name != ".." && (strings.HasPrefix(name, ".") || name == "build" || name == "node_modules") {
			if err == nil {
				err = fs.SkipDir
			}
			return err
		}
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		constants := constantsOf(file)
		ast.Inspect(file, func(n ast.Node) bool {
			switch called(n) {
			case "SendNotification":
				calls++
				if filepath.Base(path) != "notify.go" || called(n.(*ast.CallExpr).Args[0]) != "NewNotification" {
					t.Errorf("%s sends a notification that is not made of fixed sentences", path)
				}
			case "NewNotification":
				for _, arg := range n.(*ast.CallExpr).Args {
					if id, ok := arg.(*ast.Ident); !ok || !constants[id.Name] {
						t.Errorf("%s: the text of a notification is not a constant of the file", path)
					}
				}
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if calls != 2 {
		t.Errorf("%d places send a notification, and two are known", calls)
	}
}

// called returns the name of the function that a node calls; "" for other nodes.
func called(n ast.Node) string {
	if c, ok := n.(*ast.CallExpr); ok {
		if f, ok := c.Fun.(*ast.SelectorExpr); ok {
			return f.Sel.Name
		}
	}
	return ""
}

// harmless is a literal that no shell reads as more than words.
var harmless = regexp.MustCompile(`^"[A-Za-z ,.]+"$`)

// constantsOf returns the constants of a file that are one literal of plain words.
func constantsOf(file *ast.File) map[string]bool {
	all := map[string]bool{}
	for _, d := range file.Decls {
		g, ok := d.(*ast.GenDecl)
		if !ok || g.Tok != token.CONST {
			continue
		}
		for _, s := range g.Specs {
			v := s.(*ast.ValueSpec)
			for i, name := range v.Names {
				if i < len(v.Values) {
					text, ok := v.Values[i].(*ast.BasicLit)
					all[name.Name] = ok && harmless.MatchString(text.Value)
				}
			}
		}
	}
	return all
}
