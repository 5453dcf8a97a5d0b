package store

import "maps"

// storeKind is handrail.db: nothing in it may be lost.
func storeKind(steps []migration) kind {
	return kind{
		name: fileName, id: applicationID, steps: steps, readers: 4,
		// FULL: what was confirmed survives a power cut. Deleted text becomes zeros.
		pragmas: []string{"synchronous(FULL)", "secure_delete(1)"},
		faults: map[string]string{
			"damaged": "The file with what Handrail had kept is damaged and cannot be read.",
			"empty":   "The file with what Handrail had kept is empty.",
			"foreign": "The file in Handrail's folder is not one that Handrail wrote.",
			"missing": "The file with what Handrail had kept is gone; only a part of it was left.",
		},
		began: "Handrail began a new one.",
		lost:  "Nothing you do now is kept.",
		only:  "Handrail may only read its folder, so nothing new is kept.",
	}
}

// cacheKind is the cache of one organisation: all of it can be fetched again.
func cacheKind(organisation string) kind {
	const reread = " The people, policies and all else must be read again."
	faults := map[string]string{
		"damaged": "The file with what was read of your organisation is damaged.",
		"empty":   "The file with what was read of your organisation is empty.",
		"foreign": "A file in Handrail's folder is not the cache of your organisation that it should be.",
		"missing": "The file with what was read of your organisation is gone; only a part of it was left.",
		"newer":   "A newer Handrail wrote the file with what was read of your organisation.",
		"older":   "An older Handrail wrote the file with what was read of your organisation.",
	}
	for why, text := range maps.Clone(faults) {
		faults[why] = text + reread
	}
	return kind{
		name: cacheName(organisation), id: cacheID, steps: migrationsIn("cache"), fetched: true,
		// NORMAL: a power cut may lose the last pages, which are fetched again.
		// temp_store: no row goes to the system's folder for temporary files.
		pragmas: []string{"synchronous(NORMAL)", "secure_delete(fast)", "temp_store(MEMORY)", "cache_size(-16000)"},
		faults:  faults,
		began:   "Open Organisation and choose Refresh.",
		lost:    "What is read of your organisation is gone when you close Handrail.",
		only:    "Handrail may only read its folder, so nothing new of your organisation is kept.",
	}
}
