package screens

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"

	"handrail/app"
	"handrail/app/clean"
	"handrail/app/guide"
	"handrail/app/ownerfile"
)

// saveBundle writes the files of b into folder, as a folder or a zip called
// name, and returns its path. Nothing that is there already is overwritten: a
// number is put behind the name. Folders are made for the owner only (0700),
// files too (0600).
func saveBundle(folder, name string, b guide.Bundle, zipped bool) (string, error) {
	for _, f := range b.Files {
		if !fs.ValidPath(f.Path) || strings.ContainsAny(f.Path, `\:`) {
			return "", app.Errorf(app.Internal, "Copy the technical details.", "Handrail cannot save a file with the name “%s”.",
				f.Path)
		}
	}
	if err := ownerfile.MkdirAll(folder); err != nil {
		return "", saveError(folder, err)
	}
	base := filepath.Join(folder, safeName(name))
	if zipped {
		return saveZip(base, b)
	}
	path, err := free(base, "", ownerfile.Mkdir)
	if err != nil {
		return "", saveError(folder, err)
	}
	for _, f := range b.Files {
		file := filepath.Join(path, filepath.FromSlash(f.Path))
		if err := ownerfile.MkdirAll(filepath.Dir(file)); err != nil {
			return "", saveError(folder, err)
		}
		data, err := f.Content()
		if err != nil {
			return "", fmt.Errorf("screens: file %s: %w", f.Path, err)
		}
		if err := ownerfile.WriteFile(file, data); err != nil {
			return "", saveError(folder, err)
		}
	}
	return path, nil
}

// saveZip writes the bundle as one zip file.
func saveZip(base string, b guide.Bundle) (string, error) {
	var buf bytes.Buffer
	z := zip.NewWriter(&buf)
	for _, f := range b.Files {
		data, err := f.Content()
		if err == nil {
			err = zipFile(z, f.Path, data)
		}
		if err != nil {
			return "", fmt.Errorf("screens: zip %s: %w", f.Path, err)
		}
	}
	if err := z.Close(); err != nil {
		return "", fmt.Errorf("screens: zip: %w", err)
	}
	path, err := free(base, ".zip", func(p string) error { return ownerfile.WriteFile(p, buf.Bytes()) })
	if err != nil {
		return "", saveError(filepath.Dir(base), err)
	}
	return path, nil
}

// zipFile adds one file to z.
func zipFile(z *zip.Writer, path string, data []byte) error {
	w, err := z.Create(path)
	if err == nil {
		_, err = w.Write(data)
	}
	return err
}

// free calls make with the first name that is not taken.
func free(base, ext string, make func(string) error) (string, error) {
	for i := 1; ; i++ {
		path := base + ext
		if i > 1 {
			path = fmt.Sprintf("%s (%d)%s", base, i, ext)
		}
		err := make(path)
		if errors.Is(err, fs.ErrExist) && i < 1000 {
			continue
		}
		return path, err
	}
}

// longestName is how many bytes of words a file name has: systems take 255, with what stands behind them.
const longestName = 180

// safeName makes a file name of words that may hold anything.
func safeName(name string) string {
	safe := strings.Map(func(r rune) rune {
		if r < ' ' || strings.ContainsRune(`<>:"/\|?*`, r) {
			return '-'
		}
		return r
	}, strings.ReplaceAll(clean.Name(strings.TrimSpace(name)), string(clean.Mark), "-"))
	if safe = strings.Trim(safe, ". "); len(safe) > longestName {
		safe = strings.Trim(strings.ToValidUTF8(safe[:longestName], ""), ". ")
	}
	if first, _, _ := strings.Cut(safe, "."); reserved[strings.ToUpper(strings.TrimSpace(first))] {
		safe = "Handrail " + safe
	}
	if safe == "" {
		return "Handrail files"
	}
	return safe
}

// reserved are the names that Windows keeps for devices, whatever follows the first point. Naming Files, Paths, and
// Namespaces, Microsoft Learn, 2026.
var reserved = map[string]bool{"CON": true, "PRN": true, "AUX": true, "NUL": true, "CONIN$": true, "CONOUT$": true,
	"COM1": true, "COM2": true, "COM3": true, "COM4": true, "COM5": true, "COM6": true, "COM7": true, "COM8": true,
	"COM9": true, "LPT1": true, "LPT2": true, "LPT3": true, "LPT4": true, "LPT5": true, "LPT6": true, "LPT7": true,
	"LPT8": true, "LPT9": true}

// saveError explains why nothing was saved in folder.
func saveError(folder string, err error) error {
	e := &app.Error{Code: app.Denied, Message: "Handrail could not save the files in " + folder + ".",
		Hint: "Check that you can write to this folder, then save again.", Err: err}
	switch {
	case app.DiskFull(err):
		e.Code, e.Hint = app.Full, "Free some disk space, then save again."
	case app.WriteProtected(err):
		e.Code = app.ReadOnly
	}
	return e
}
