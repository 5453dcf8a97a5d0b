package screens

import (
	"context"
	"os"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"handrail/app/guide"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/app/tenant"
	"handrail/screens/parts"
)

// The names of the settings that are kept.
const (
	settingTheme    = "theme"     // system, light, dark
	settingTextSize = "text-size" // per cent, 80 to 200
)

// textSizes are the sizes offered, in per cent.
var textSizes = []int{80, 90, 100, 115, 130, 150, 175, 200}

// settings is the place of the person's choices in Handrail itself.
type settings struct {
	w    *Window
	jobs *jobs
	body *fyne.Container
	kept map[string]string

	theme, size *parts.Choice
	days        *parts.Choice // of sign-ins
	past        *remembered
	reports     []*retained // how long each kind of report stays
	resolver    *parts.Field
	folder      *parts.Button // chooses the folder for what Handrail saves
	told        *fyne.Container
	heard       *fyne.Container // what became of the name server, under its field
	newest      *fyne.Container // what became of the look for a newer version
	weekly      *fyne.Container // what became of the files for a weekly check
	part        string          // to which the page is opened: "about", or "" for its start
	version     *parts.Button   // of the version; takes the focus there
}

func newSettings(w *Window) screen {
	return &settings{w: w, jobs: &jobs{runner: w.p.Runner}, body: parts.Fill(), kept: map[string]string{}}
}

// Object returns what is drawn.
func (s *settings) Object() fyne.CanvasObject { return s.body }

// Open takes "about": the page is opened there.
func (s *settings) Open(part string) { s.part = part }

// Enter reads what was chosen before.
func (s *settings) Enter() {
	var kept map[string]string
	s.jobs.start(func(ctx context.Context, _ task.Report) (err error) {
		kept, err = s.w.p.Settings.Settings(ctx)
		return err
	}, nil, func(err error) {
		if kept != nil {
			s.kept = kept
		}
		s.draw()
		if err != nil {
			s.tell(s.w.showError(err))
		}
		if s.part == "about" {
			s.w.focus(s.version)
			return
		}
		s.w.focus(s.theme.Focus())
	})
}

// Leave stops the jobs of the screen.
func (s *settings) Leave() { s.jobs.leave() }

func (s *settings) draw() {
	l := LookOf(s.kept)
	s.theme = parts.NewChoice("Colours", "", []parts.Option{
		{Value: "system", Label: "Same as this computer"}, {Value: "light", Label: "Light"},
		{Value: "dark", Label: "Dark"}})
	s.theme.SetValue(l.Variant)
	s.theme.OnChange = func(v string) { s.keep(settingTheme, v) }

	var sizes []parts.Option
	for _, n := range textSizes {
		sizes = append(sizes, parts.Option{Value: strconv.Itoa(n), Label: strconv.Itoa(n) + " %"})
	}
	s.size = parts.NewChoice("Text size", "", sizes)
	s.size.SetValue(strconv.Itoa(int(l.Scale*100 + 0.5)))
	s.size.OnChange = func(v string) { s.keep(settingTextSize, v) }

	s.resolver = parts.NewField("Name server",
		"Leave this empty to use this computer’s name server. For example 192.0.2.53:53", false)
	s.resolver.SetText(s.kept[guide.ResolverSetting])
	s.resolver.OnSubmit = s.keepResolver
	keep := parts.NewButton("Save name server", parts.Plain, "", s.keepResolver)

	s.days = parts.NewChoice("Sign-ins to read",
		"Applies from the next refresh. Microsoft keeps 30 days with Entra ID P1, which Business Premium includes. "+
			"Otherwise it keeps 7 days.",
		[]parts.Option{{Value: "7", Label: "The last 7 days"}, {Value: "30", Label: "The last 30 days"}})
	s.days.SetValue(strconv.Itoa(int(tenant.SignInDays(s.kept))))
	s.days.OnChange = func(v string) { s.keep(tenant.SignInDaysSetting, v) }

	changes := parts.NewChoice("Changes",
		"In read-only mode Handrail asks Microsoft for no permission to change anything.",
		[]parts.Option{{Value: "off", Label: "Handrail makes a change after you confirm it"},
			{Value: "on", Label: "Read-only mode: Handrail changes nothing"}})
	changes.SetValue("off")
	if tenant.IsReadOnly(s.kept) {
		changes.SetValue("on")
	}
	changes.OnChange = func(v string) { s.keep(tenant.ReadOnlySetting, v) }

	s.past = s.newRemembering()

	paper := parts.NewChoice("Paper for printing", "", []parts.Option{{Value: paperA4, Label: "A4"},
		{Value: paperLetter, Label: "Letter, as in the United States and Canada"}})
	paper.SetValue(s.w.paperOf(s.kept))
	paper.OnChange = func(v string) {
		s.w.paper = v
		s.keep(settingPaper, v)
	}

	s.told, s.heard = parts.Column(8), parts.Column(0)
	body := []fyne.CanvasObject{s.told,
		parts.Section("Appearance", parts.NewPanel(s.theme), parts.NewPanel(s.size)),
		parts.Section("Network", parts.NewPanel(s.resolver, parts.Across(0, keep), s.heard)),
		parts.Section("Your organisation", parts.NewPanel(changes), parts.NewPanel(s.days),
			parts.NewPanel(s.past.choice, s.past.asked)),
	}
	for _, one := range []fyne.CanvasObject{s.retaining(), s.reminding()} {
		if one != nil {
			body = append(body, one)
		}
	}
	body = append(body, parts.Section("Where Handrail saves files", s.places()),
		parts.Section("Printing", parts.NewPanel(paper)), parts.Section("About", s.about()))
	page := parts.NewPage("Settings", "Each change takes effect immediately and is saved.", body...)
	s.body.Objects = []fyne.CanvasObject{page}
	s.body.Refresh()
}

// places shows the folder of the data, that for saved files, and the log.
func (s *settings) places() fyne.CanvasObject {
	var rows []fyne.CanvasObject
	for _, p := range [][2]string{{"Your data", s.w.p.About.Data}, {savedFiles, s.w.p.SaveFolder},
		{"Log", s.w.p.About.Log}} {
		if p[1] == "" {
			continue
		}
		buttons := []fyne.CanvasObject{parts.NewButton("Copy", parts.Quiet, "copy", func() { s.w.copy(p[1]) })}
		if door := s.w.p.Saved; door != nil {
			door.Wrote(p[1])
			buttons = append(buttons, parts.NewButton("Show in folder", parts.Quiet, "", func() { s.show(p[1]) }))
		}
		if p[0] == savedFiles {
			s.folder = parts.NewButton(chooseFolder, parts.Quiet, "", func() { s.w.choosePath(s.jobs, true, s.saveInto) })
			buttons = append(buttons, s.folder)
		}
		rows = append(rows, line(true, parts.Muted(p[0]), parts.Column(4, parts.Text(p[1]), parts.Wrap(8, buttons...)), nil))
	}
	return parts.NewRows(rows...)
}

// savedFiles names the folder for what Handrail saves.
const savedFiles = "Saved files"

// saveInto sets the folder for what Handrail saves.
func (s *settings) saveInto(folder string) {
	s.w.saveInto(folder)
	s.draw()
	s.tell(parts.NewBanner(report.OK, "Saved.", "Handrail now saves files in "+folder+"."))
	s.w.focus(s.folder)
}

// takeFolder makes a dropped folder the one for what Handrail saves; instead is called for anything else.
func (s *settings) takeFolder(path string, instead func()) {
	folder := false
	s.jobs.start(func(context.Context, task.Report) error {
		info, err := os.Stat(path)
		folder = err == nil && info.IsDir()
		return nil
	}, nil, func(error) {
		if folder {
			s.saveInto(path)
			return
		}
		instead()
	})
}

// show shows a folder of Handrail's own, or its log, in the file manager.
func (s *settings) show(path string) {
	s.jobs.start(func(context.Context, task.Report) error { return s.w.p.Saved.Show(path) }, nil, func(err error) {
		if err != nil {
			s.tell(s.w.showError(err))
		}
	})
}

func (s *settings) tell(o ...fyne.CanvasObject) {
	s.told.Objects = o
	s.body.Refresh()
}

// keepResolver checks what was typed and keeps it.
func (s *settings) keepResolver() {
	address, err := strings.TrimSpace(s.resolver.Text()), error(nil)
	if address != "" {
		address, err = s.w.p.NameServer(address)
	}
	if err != nil {
		s.resolver.SetError(wrong(err))
		s.w.focus(s.resolver.Entry())
		return
	}
	s.resolver.SetError("")
	s.resolver.SetText(address)
	s.keep(guide.ResolverSetting, address)
}

// keep writes one choice; theme and text size take effect at once.
func (s *settings) keep(name, value string) {
	s.kept[name] = value
	if name == settingTheme || name == settingTextSize {
		s.w.choose(name, value, func(err error) {
			if err != nil && !s.jobs.left {
				s.tell(s.w.showError(err))
			}
		})
		return
	}
	s.jobs.start(func(ctx context.Context, _ task.Report) error {
		return s.w.p.Settings.SetSetting(ctx, name, value)
	}, nil, func(err error) {
		switch {
		case err != nil:
			s.tell(s.w.showError(err))
		case name == guide.ResolverSetting:
			s.heard.Objects = []fyne.CanvasObject{parts.NewBanner(report.OK, "Saved.",
				"Handrail uses it from the next check.")}
			s.body.Refresh()
		}
	})
}

// LookOf returns the look that was chosen; what is missing or makes no sense is
// the system's colours and 100 %.
func LookOf(kept map[string]string) parts.Look {
	l := parts.Look{Variant: "system", Scale: 1}
	if v := kept[settingTheme]; v == "light" || v == "dark" {
		l.Variant = v
	}
	if n, err := strconv.Atoi(kept[settingTextSize]); err == nil && n >= 80 && n <= 200 {
		l.Scale = float32(n) / 100
	}
	return l
}
