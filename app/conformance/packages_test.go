package conformance

import (
	"encoding/xml"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"handrail/app/display"
	"handrail/assets/notices"
)

// packageFile returns a file of .ci/package.
func packageFile(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(moduleRoot(t), ".ci", "package", filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestPackagesNameOneProgram: each package calls Handrail by the one identifier that never changes, and takes its
// version from FyneApp.toml.
func TestPackagesNameOneProgram(t *testing.T) {
	for name, wants := range map[string][]string{
		"app.handrail.desktop.desktop":      {"Icon=app.handrail.desktop", "Exec=handrail"},
		"app.handrail.desktop.metainfo.xml": {"<id>app.handrail.desktop</id>", `version="VERSION"`},
		"Info.plist":                        {"<string>app.handrail.desktop</string>", "<string>VERSION</string>"},
		"app.manifest":                      {`name="app.handrail.desktop"`},
		"installer.nsi":                     {`Uninstall\app.handrail.desktop"`, "RequestExecutionLevel user", "/SD IDNO"},
		"identity.nsh":                      {`IDENTITY "app.handrail.desktop"`},
		"winget/Handrail.Handrail.installer.yaml": {"ProductCode: app.handrail.desktop", "Scope: user",
			"PackageVersion: VERSION"},
		"common.sh": {"id=app.handrail.desktop", "FyneApp.toml"},
		"nfpm.yaml": {"name: handrail", "version: ${VERSION}"},
	} {
		text := packageFile(t, name)
		for _, want := range wants {
			if !strings.Contains(text, want) {
				t.Errorf("%s lacks %s", name, want)
			}
		}
	}
}

// TestPackagesHoldNoForeignLibrary: a signed package may hold no binary by others.
func TestPackagesHoldNoForeignLibrary(t *testing.T) {
	foreign := regexp.MustCompile(`(?i)opengl32|\.dll\b`)
	for _, name := range []string{"installer.nsi", "windows.sh", "arm64.sh", "common.sh", "all.sh"} {
		if found := foreign.FindString(packageFile(t, name)); found != "" {
			t.Errorf("%s names %s", name, found)
		}
	}
}

// TestPackagesHaveTheRendererBesideThem: the box about OpenGL names the archive that is made, its source is pinned, and
// the notices have the same version as the page in it.
func TestPackagesHaveTheRendererBesideThem(t *testing.T) {
	name, isZip := strings.CutSuffix(display.Renderer, ".zip")
	if script := packageFile(t, "renderer.sh"); !isZip || !strings.Contains(script, "\nname="+name+"\n") {
		t.Errorf("renderer.sh makes no %s", display.Renderer)
	}
	if !strings.Contains(packageFile(t, "all.sh"), "$here/renderer.sh\n") {
		t.Error("“make packages” makes no renderer")
	}
	pinned := regexp.MustCompile(`(?m)^[A-Za-z0-9-]+==[0-9.]+ --hash=sha256:[0-9a-f]{64}$`)
	source := packageFile(t, "renderer/source.txt")
	if len(pinned.FindAllString(source, -1)) != 1 {
		t.Errorf("the source of the renderer is not pinned:\n%s", source)
	}
	for _, version := range []string{"Mesa 11.2.2", "LLVM 3.6.2"} {
		if !strings.Contains(source, version) || !strings.Contains(notices.Text(), "\n"+version+" (") {
			t.Errorf("the source or the notices lack %s", version)
		}
	}
	page := packageFile(t, "renderer/READ ME.txt")
	if !strings.Contains(page, "Mesa 11.2.2") || strings.Count(page, "\n") != 3 {
		t.Errorf("the page in the archive:\n%s", page)
	}
}

// TestPackagesHaveOneForARM: “make packages” makes it, with a compiler that is pinned, and each file in which Fyne
// chooses OpenGL ES is changed.
func TestPackagesHaveOneForARM(t *testing.T) {
	if !strings.Contains(packageFile(t, "all.sh"), "$here/windows.sh arm64\n") {
		t.Error("“make packages” makes nothing for Windows on ARM")
	}
	source := packageFile(t, "arm64/source.txt")
	pinned := regexp.MustCompile(`(?m)^ziglang==[0-9.]+ --hash=sha256:[0-9a-f]{64}$`)
	if len(pinned.FindAllString(source, -1)) != 1 {
		t.Errorf("the compiler for ARM is not pinned:\n%s", source)
	}
	fyne, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "fyne.io/fyne/v2").Output()
	if err != nil || strings.TrimSpace(string(fyne)) == "" {
		t.Skip("Fyne's files are not on this computer: ", err)
	}
	script := packageFile(t, "arm64.sh")
	chooses := regexp.MustCompile(`(?m)^//go:build .*(gles \|\| arm \|\| arm64|!gles && !arm && !arm64)`)
	found := 0
	for _, folder := range []string{"internal/driver/glfw", "internal/painter/gl", "internal/painter"} {
		paths, err := filepath.Glob(filepath.Join(strings.TrimSpace(string(fyne)), folder, "*.go"))
		if err != nil || len(paths) == 0 {
			t.Fatalf("%s has no files: %v", folder, err)
		}
		for _, path := range paths {
			text, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if !chooses.Match(text) {
				continue
			}
			found++
			name := strings.TrimPrefix(folder, "internal/") + "/" + strings.TrimSuffix(filepath.Base(path), ".go")
			if !slices.Contains(strings.Fields(strings.ReplaceAll(script, ";", " ")), name) {
				t.Errorf("%s chooses OpenGL ES on ARM, and arm64.sh does not know it", name)
			}
		}
	}
	if found != 6 {
		t.Errorf("%d files choose between OpenGL and OpenGL ES, not 6", found)
	}
}

// TestPackagesXMLCanBeRead reads each XML file to its end, and finds what Windows needs in the manifest.
func TestPackagesXMLCanBeRead(t *testing.T) {
	for _, name := range []string{
		"Info.plist", "app.manifest", "app.handrail.desktop.metainfo.xml", "msix/AppxManifest.xml",
	} {
		d := xml.NewDecoder(strings.NewReader(packageFile(t, name)))
		for {
			if _, err := d.Token(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Errorf("%s: %v", name, err)
				break
			}
		}
	}
	for _, want := range []string{
		"PerMonitorV2", ">true</longPathAware>", ">UTF-8</activeCodePage>", `level="asInvoker"`,
	} {
		if !strings.Contains(packageFile(t, "app.manifest"), want) {
			t.Errorf("the manifest lacks %s", want)
		}
	}
}

// TestPackagesHaveTheVersionOfTheProgram compares the version of the packages with that of the program.
func TestPackagesHaveTheVersionOfTheProgram(t *testing.T) {
	var found []string
	for name, pattern := range map[string]string{
		"FyneApp.toml": `(?m)^Version = "([0-9.]+)"$`, "app/program/program.go": `(?m)^const Version = "([0-9.]+)"$`,
	} {
		text, err := os.ReadFile(filepath.Join(moduleRoot(t), filepath.FromSlash(name)))
		m := regexp.MustCompile(pattern).FindSubmatch(text)
		if err != nil || m == nil {
			t.Fatalf("%s names no version: %v", name, err)
		}
		found = append(found, string(m[1]))
	}
	if found[0] != found[1] {
		t.Errorf("the versions differ: %q", found)
	}
}
