package schedule

import "strings"

// unit is the name of the two units of systemd.
const unit = "handrail-check"

// linux is the plan for systemd, with units of the person (systemd.service and systemd.timer manual pages).
func linux(folder string, j Job) Plan {
	words, args := []string{systemd(j.Program)}, j.Args
	if strings.ContainsAny(j.Program, "\"'\\") { // systemd refuses such a name; a shell gets it as a word
		words, args = []string{"/bin/sh", `"-c"`, `"exec \"$$0\" \"$$@\""`}, append([]string{j.Program}, j.Args...)
	}
	for _, a := range args {
		words = append(words, strings.ReplaceAll(systemd(a), "$", "$$")) // the program itself may have a $
	}
	service := "[Unit]\nDescription=Weekly check of Handrail\nAfter=network-online.target\n\n[Service]\nType=oneshot\n" +
		// 1 is the exit status when something needs action: the check itself worked.
		"SuccessExitStatus=1\nExecStart=" + strings.Join(words, " ") + "\n"
	timer := "[Unit]\nDescription=Weekly check of Handrail\n\n[Timer]\nOnCalendar=Mon *-*-* 09:00:00\nPersistent=true\n" +
		"RandomizedDelaySec=10min\n\n[Install]\nWantedBy=timers.target\n"
	const units = "~/.config/systemd/user"
	names := []string{unit + ".service", unit + ".timer"}
	return Plan{Service: "systemd", Files: []File{{names[0], []byte(service)}, {names[1], []byte(timer)}},
		Install: []string{"mkdir -p " + units,
			"cp " + shell(join(folder, names[0])) + " " + shell(join(folder, names[1])) + " " + units + "/",
			"systemctl --user daemon-reload", "systemctl --user enable --now " + names[1]},
		Remove: []string{"systemctl --user disable --now " + names[1],
			"rm " + units + "/" + names[0] + " " + units + "/" + names[1], "systemctl --user daemon-reload"}}
}

// systemd quotes a word of a command line, whose % begins a specifier.
func systemd(word string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "%", "%%").Replace(word) + `"`
}
