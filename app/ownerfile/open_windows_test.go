package ownerfile

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"golang.org/x/sys/windows"
)

// letOthersIn lets everyone use the file or folder.
func letOthersIn(name string) error {
	sd, err := windows.SecurityDescriptorFromString("D:(A;OICI;FA;;;WD)")
	if err != nil {
		return err
	}
	list, _, err := sd.DACL()
	if err != nil {
		return err
	}
	return windows.SetNamedSecurityInfo(name, windows.SE_FILE_OBJECT, windows.DACL_SECURITY_INFORMATION, nil, nil, list,
		nil)
}

// TestRenameEnds: another program that keeps the file open is waited for two seconds.
func TestRenameEnds(t *testing.T) {
	folder := t.TempDir()
	from, to := filepath.Join(folder, "from"), filepath.Join(folder, "to")
	for _, name := range []string{from, to} {
		if err := os.WriteFile(name, nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	held, err := os.Open(to)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = held.Close() }()
	start := time.Now()
	if err := Rename(from, to); err == nil {
		t.Skip("here an open file can be replaced")
	}
	if took := time.Since(start); took < patience || took > 3*patience {
		t.Errorf("it took %v", took)
	}
}
