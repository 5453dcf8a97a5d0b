package manifest

import (
	"archive/zip"
	"bytes"
	"io"
	"path"
	"slices"
	"strings"
)

// Limits for a package. It has a manifest, icons and texts in a few languages.
const (
	mostPacked = 20 << 20
	mostInside = 500
)

// unpacked returns the manifest from a package: manifest.json, or the only XML file, at the
// top or in a folder, and the names of the files beside it. It writes no files.
func unpacked(data []byte) ([]byte, []string, *Fault) {
	grave := func(text, do string) ([]byte, []string, *Fault) {
		return nil, nil, &Fault{Code: "package", Text: text, Do: do, Blocking: true}
	}
	if len(data) > mostPacked {
		return grave("This package is too large for an add-in.", "Choose the package of the add-in, or its manifest.")
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil || len(z.File) > mostInside {
		return grave("Handrail cannot open this package.",
			"Get it again from its publisher, or unpack it and choose the manifest.")
	}
	var names []string
	for _, f := range z.File {
		names = append(names, f.Name)
	}
	name := ManifestIn(names)
	if name == "" {
		return grave("This package has no manifest, or several.", "Unpack it and choose the manifest.")
	}
	f := z.File[slices.Index(names, name)]
	in, err := f.Open()
	if err != nil {
		return grave("Handrail cannot open the manifest in this package.", "Unpack it and choose the manifest.")
	}
	defer in.Close()
	inside, err := io.ReadAll(io.LimitReader(in, MaxBytes+1))
	if err != nil {
		return grave("The manifest in this package is damaged.", "Get the package again from its publisher.")
	}
	beside := []string{} // not nil: it is known what is there
	for _, n := range names {
		if rest, ok := strings.CutPrefix(n, strings.TrimSuffix(name, path.Base(name))); ok {
			beside = append(beside, rest)
		}
	}
	return inside, beside, nil
}

// ManifestIn returns the name of the manifest among the files of a package or folder, with
// slashes between folders; "" if there is none or several.
func ManifestIn(names []string) string {
	for depth := range 2 {
		var json, xml []string
		for _, name := range names {
			if strings.Count(name, "/") != depth {
				continue
			}
			switch base := strings.ToLower(path.Base(name)); {
			case base == "manifest.json":
				json = append(json, name)
			case strings.HasSuffix(base, ".xml") && base != "[content_types].xml":
				xml = append(xml, name)
			}
		}
		if len(json) == 1 {
			return json[0]
		}
		if len(json) == 0 && len(xml) == 1 {
			return xml[0]
		}
		if len(json)+len(xml) > 0 {
			return ""
		}
	}
	return ""
}
