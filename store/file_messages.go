package store

import (
	"maps"
	"strings"
)

// largeCache is for the handle that writes many rows with their indexes. A handle that reads has SQLite's own 2 MB: a
// large section is read once from one end to the other, and there may be several such handles.
var largeCache = []string{"cache_size(-16000)"}

// storeKind is handrail.db: nothing in it may be lost.
func storeKind(steps []migration) kind {
	return kind{
		name: FileName, id: applicationID, steps: steps, readers: 4, prompt: promptFile,
		// FULL: what was confirmed survives a power cut. Deleted text becomes zeros.
		pragmas: []string{"synchronous(FULL)", "secure_delete(1)"},
		faults: map[string]string{
			"damaged": "Handrail’s data file is damaged and cannot be read.",
			"empty":   "Handrail’s data file is empty.",
			"foreign": "Handrail did not write the data file in its folder.",
			"missing": "Handrail’s data file is missing. Only a part of it was found.",
		},
		began: "Handrail created a new one.",
		hurt:  "Handrail’s data file is damaged, so this was not done.",
		lost:  "Handrail cannot save anything that you do now.",
		only:  "Handrail has read-only access to its folder, so it cannot save anything new.",
	}
}

// cacheKind is the cache of one organisation: all of it can be fetched again.
func cacheKind(organisation string) kind {
	const reread = " Nothing that you entered is lost, but Handrail must read the people, policies and other data again."
	faults := map[string]string{
		"damaged": "The file with the data about your organisation is damaged.",
		"empty":   "The file with the data about your organisation is empty.",
		"foreign": "Handrail did not write the file with the data about your organisation.",
		"missing": "The file with the data about your organisation is missing. Only a part of it was found.",
		"newer":   "A newer version of Handrail wrote the file with the data about your organisation.",
		"older":   "An older version of Handrail wrote the file with the data about your organisation.",
	}
	for why, text := range maps.Clone(faults) {
		faults[why] = text + reread
	}
	return kind{
		name: cacheName(organisation), id: cacheID, steps: migrationsIn("cache"), fetched: true,
		// NORMAL: a power cut may lose the last pages, which are fetched again.
		// temp_store: no row goes to the system's folder for temporary files.
		pragmas: []string{"synchronous(NORMAL)", "secure_delete(fast)", "temp_store(MEMORY)"},
		writer:  largeCache,
		faults:  faults,
		began:   "Open Organisation and select “Refresh everything”.",
		hurt:    "The file with the data about your organisation is damaged, so this was not done.",
		lost:    "The data about your organisation is lost when you close Handrail.",
		only:    "Handrail has read-only access to its folder, so it cannot save new data about your organisation.",
	}
}

// historyKind is the history of one organisation: none of it can be fetched again.
func historyKind(organisation string) kind {
	const rest = " What Handrail remembered of earlier days is not shown. Everything else works."
	faults := map[string]string{
		"damaged": "The file with the history of your organisation is damaged.",
		"empty":   "The file with the history of your organisation is empty.",
		"foreign": "Handrail did not write the file with the history of your organisation.",
		"missing": "The file with the history of your organisation is missing. Only a part of it was found.",
	}
	for why, text := range maps.Clone(faults) {
		faults[why] = text + rest
	}
	return kind{
		name: historyName(organisation), id: historyID, steps: migrationsIn("history"), readers: 2,
		pragmas: []string{"synchronous(FULL)", "secure_delete(fast)", "temp_store(MEMORY)"},
		writer:  largeCache,
		first:   []string{"auto_vacuum(INCREMENTAL)"}, // a file that was large can become small again
		faults:  faults,
		began:   "Handrail created a new one.",
		hurt:    "The file with the history of your organisation is damaged, so this was not done.",
		lost:    "Handrail cannot remember what changes in your organisation now.",
		only:    "Handrail has read-only access to its folder, so it cannot remember what changes in your organisation.",
	}
}

// domainsKind is the history of mail domains.
func domainsKind() kind {
	k := historyKind("domains")
	k.name = domainsFile
	replaced := strings.NewReplacer("your organisation", "your domains")
	for why, text := range k.faults {
		k.faults[why] = replaced.Replace(text)
	}
	k.hurt, k.lost, k.only = replaced.Replace(k.hurt), replaced.Replace(k.lost), replaced.Replace(k.only)
	return k
}
