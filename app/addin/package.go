package addin

import (
	"archive/zip"
	"bytes"
	"io"
	"path"
	"slices"
	"strings"
)

// mostPacked is how large a package may be, and how many files it may hold: it has
// a manifest, icons and words in a few languages.
const (
	mostPacked = 20 << 20
	mostInside = 500
)

// unpacked gives the manifest out of a package: manifest.json, or the only XML
// file, at the top or in the only folder there. Nothing is written anywhere.
func unpacked(data []byte) ([]byte, *Fault) {
	grave := func(text, do string) ([]byte, *Fault) {
		return nil, &Fault{Code: "package", Text: text, Do: do, Grave: true}
	}
	if len(data) > mostPacked {
		return grave("This package is larger than any of an add-in.", "Choose the package itself, or its manifest.")
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil || len(z.File) > mostInside {
		return grave("This package cannot be opened.", "Get it again from its maker, or unpack it and choose the manifest.")
	}
	var names []string
	for _, f := range z.File {
		names = append(names, f.Name)
	}
	name := ManifestIn(names)
	if name == "" {
		return grave("This package holds no manifest, or several.", "Unpack it and choose the manifest.")
	}
	f := z.File[slices.Index(names, name)]
	in, err := f.Open()
	if err != nil {
		return grave("The manifest in this package cannot be opened.", "Unpack it and choose the manifest.")
	}
	defer in.Close()
	inside, err := io.ReadAll(io.LimitReader(in, MaxBytes+1))
	if err != nil {
		return grave("The manifest in this package is damaged.", "Get the package again from its maker.")
	}
	return inside, nil
}

// ManifestIn chooses the manifest among the names of files in a package or folder,
// with strokes between folders; "" where there is none or it is not clear.
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
