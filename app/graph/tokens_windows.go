package graph

import "golang.org/x/sys/windows"

// removeTokens removes the tokens with a name.
func removeTokens(name string) error {
	dir, err := windows.KnownFolderPath(windows.FOLDERID_LocalAppData, 0)
	if err != nil {
		return err
	}
	return removeTokenFiles(dir, name)
}
