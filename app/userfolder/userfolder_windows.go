package userfolder

import (
	"os"

	"golang.org/x/sys/windows"
)

// known returns a folder by its number (“KNOWNFOLDERID” on Microsoft Learn); "" where Windows has none.
func known(id *windows.KNOWNFOLDERID) string {
	folder, err := windows.KnownFolderPath(id, windows.KF_FLAG_DEFAULT)
	if err != nil {
		return ""
	}
	return folder
}

func documents() string { return known(windows.FOLDERID_Documents) }

func data() string {
	if folder := known(windows.FOLDERID_LocalAppData); folder != "" {
		return folder
	}
	return os.Getenv("LocalAppData")
}

func common() (all []string) {
	for _, id := range []*windows.KNOWNFOLDERID{
		windows.FOLDERID_Profile, windows.FOLDERID_Desktop, windows.FOLDERID_Downloads, windows.FOLDERID_SkyDrive,
		windows.FOLDERID_RoamingAppData, windows.FOLDERID_Public, windows.FOLDERID_PublicDocuments,
		windows.FOLDERID_ProgramData, windows.FOLDERID_ProgramFiles, windows.FOLDERID_UserProfiles,
		windows.FOLDERID_Windows,
	} {
		all = append(all, known(id))
	}
	return all
}
