//go:build judge

package attendance

import (
	"encoding/json"
	"os/exec"
	"testing"
	"time"
)

// script writes times as browsers do: Node.js has the same library and its own CLDR.
const script = `
const [names, times] = JSON.parse(process.argv[1]), out = [];
const styles = [undefined, {dateStyle: "short", timeStyle: "medium"}, {dateStyle: "short", timeStyle: "short"},
	{dateStyle: "medium", timeStyle: "medium"}, {dateStyle: "long", timeStyle: "short"}];
for (const name of names) for (const time of times) for (const style of styles)
	out.push([name, time, new Date(time).toLocaleString(name, {...style, timeZone: "UTC"})]);
console.log(JSON.stringify(out));`

// TestBrowsersAgree reads what a browser writes in each language of Teams.
func TestBrowsersAgree(t *testing.T) {
	var names, times []string
	for _, l := range locales() {
		if l.teams {
			names = append(names, l.name)
		}
	}
	for _, at := range moments() {
		times = append(times, at.Format(time.RFC3339))
	}
	input, err := json.Marshal([][]string{names, times})
	if err != nil {
		t.Fatal(err)
	}
	written, err := exec.Command("node", "-e", script, string(input)).Output()
	if err != nil {
		t.Fatal(err)
	}
	var all [][3]string
	if err := json.Unmarshal(written, &all); err != nil {
		t.Fatal(err)
	}
	var count tally
	own := map[string]*tally{}
	for _, one := range all {
		at, err := time.Parse(time.RFC3339, one[1])
		if err != nil {
			t.Fatal(err)
		}
		if own[one[0]] == nil {
			own[one[0]] = &tally{}
		}
		own[one[0]].check(t, one[0], one[2], at, true)
	}
	for _, name := range names {
		c := own[name]
		if c.read == 0 && name != "fa" {
			t.Errorf("%s: nothing is read: %+v", name, *c)
		}
		count = tally{count.read + c.read, count.guessed + c.guessed, count.wrong + c.wrong, count.refused + c.refused}
	}
	t.Logf("%d languages, %d texts: %+v", len(names), len(all), count)
	if count.refused > len(all)/20 {
		t.Error("too many are refused")
	}
}
