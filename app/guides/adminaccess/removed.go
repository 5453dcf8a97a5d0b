package adminaccess

import (
	_ "embed"
	"encoding/json"
	"sync"
)

// For how long Microsoft keeps removed policies, with the source.
//
//go:embed restore.json
var restoreFile []byte

// restoreDays returns for how many days a removed policy can be restored.
var restoreDays = sync.OnceValue(func() int {
	var file struct {
		Days int `json:"days"`
	}
	if err := json.Unmarshal(restoreFile, &file); err != nil || file.Days == 0 {
		panic("adminaccess: restore.json says no number of days") // a file of this program
	}
	return file.Days
})
