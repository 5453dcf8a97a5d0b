//go:build judge

package manifest

import (
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	judge "handrail/app/conformance/node"
)

// explained are the manifests on which Microsoft's reader and ours differ, and why.
// Its reader takes what it finds; only its online test, which is not asked, refuses.
var explained = map[string]string{
	"invalid-invalid-resid-length.manifest.xml": "its reader tests no lengths; Microsoft's page on resid allows 32 " +
		"characters",
	"invalid-no-description.manifest.xml": "its reader misses nothing; Microsoft's page on OfficeApp requires " +
		"Description",
}

// Microsoft's own reader agrees on which manifests are readable and on id,
// version, hosts and permissions, but for those explained.
func TestMicrosoftsReaderAgrees(t *testing.T) {
	folder, all := samples(t)
	names := slices.Sorted(maps.Keys(all))
	var paths []string
	for _, name := range names {
		paths = append(paths, filepath.Join(folder, name))
	}
	var theirs []struct {
		OK                       bool
		ID, Version, Permissions string
		Hosts                    []string
	}
	if err := judge.Ask(t.Context(), "app/addin/manifest/testdata/judge", "manifest", paths, &theirs); err != nil {
		t.Fatal(err)
	}
	if len(theirs) != len(names) {
		t.Fatalf("the judge read %d of %d", len(theirs), len(names))
	}
	for i, name := range names {
		m, their := Read(all[name]), theirs[i]
		if same := m.Readable() == their.OK; same == (explained[name] != "") {
			t.Errorf("%s: we say readable %v, Microsoft's reader %v; explained: %q", name, m.Readable(), their.OK,
				explained[name])
		}
		if !their.OK {
			continue
		}
		if m.ID != strings.ToLower(their.ID) || m.Version != their.Version || !slices.Equal(m.Hosts, their.Hosts) ||
			strings.Join(m.Permissions, ",") != their.Permissions {
			t.Errorf("%s: ours %s %s %v %v, theirs %+v", name, m.ID, m.Version, m.Hosts, m.Permissions, their)
		}
	}
}
