package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// build is one way in which Handrail is built.
type build struct{ system, cgo, tags string }

// builds are all of them: see the Makefile and .ci/package.
var builds = []build{
	{"linux", "1", "migrated_fynedo,netgo"}, {"linux", "0", "headless,netgo"},
	{"windows", "1", "migrated_fynedo,accessibility"}, {"windows", "0", "headless"},
	{"darwin", "1", "migrated_fynedo,accessibility"},
}

// component is a module, or data by others in Handrail itself, with the folders that are compiled in.
type component struct {
	name    string // with its version
	root    string
	folders map[string]bool
}

// listed is what "go list" returns of a package.
type listed struct {
	Dir, ImportPath string
	Standard        bool
	EmbedFiles      []string
	Module          *struct {
		Path, Version, Dir string
		Main               bool
	}
}

// compiled returns the components of one build, by name. Handrail itself is the one without a version.
func compiled(root string, b build) (map[string]*component, error) {
	cmd := exec.Command("go", "list", "-deps", "-tags", b.tags, "-json=Dir,ImportPath,Standard,EmbedFiles,Module", ".")
	cmd.Dir = root
	cmd.Env = append(os.Environ(), "GOOS="+b.system, "GOARCH=amd64", "CGO_ENABLED="+b.cgo)
	var errs bytes.Buffer
	cmd.Stderr = &errs
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("go list for %s: %w: %s", b.system, err, errs.String())
	}
	all := map[string]*component{}
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var p listed
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			return all, nil
		} else if err != nil {
			return nil, err
		}
		if p.Standard || p.Module == nil {
			continue
		}
		name := strings.TrimSpace(p.Module.Path + " " + p.Module.Version)
		c := all[name]
		if c == nil {
			c = &component{name: name, root: p.Module.Dir, folders: map[string]bool{}}
			all[name] = c
		}
		c.folders[p.Dir] = true
		for _, f := range p.EmbedFiles {
			c.folders[filepath.Dir(filepath.Join(p.Dir, f))] = true
		}
	}
}

// everywhere returns the components of all builds together.
func everywhere(root string) (map[string]*component, error) {
	all := map[string]*component{}
	for _, b := range builds {
		some, err := compiled(root, b)
		if err != nil {
			return nil, err
		}
		for name, c := range some {
			if all[name] == nil {
				all[name] = c
				continue
			}
			for f := range c.folders {
				all[name].folders[f] = true
			}
		}
	}
	return all, nil
}
