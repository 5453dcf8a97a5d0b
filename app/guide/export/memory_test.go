package export

import (
	"testing"

	"handrail/app"
)

// The same contents are read once, whatever names them; new contents are read.
func TestMemory(t *testing.T) {
	files, reads := disk{"/tmp/a.json": []byte(on), "/tmp/b.json": []byte("[]")}, 0
	var m Memory[int]
	count := func(e Export, err error) int {
		reads++
		if err != nil {
			return -1
		}
		return len(e.Rows)
	}
	for i, c := range []struct {
		answer string
		rows   int
		reads  int
	}{{"/tmp/a.json", 1, 1}, {on, 1, 1}, {"/tmp/b.json", 0, 2}, {"/tmp/a.json", 1, 2}, {"[]", 0, 2},
		{`[{"a":1},{"a":2}]`, 2, 3}, {"/tmp/b.json", 0, 3}, {on, 1, 4}, {"", 0, 5}, {"/tmp/gone", -1, 6}, {"[{", -1, 7}} {
		if got := m.Read(c.answer, files.read, count); got != c.rows || reads != c.reads {
			t.Errorf("%d: %q has %d rows, after %d reads", i, c.answer, got, reads)
		}
	}
	files["/tmp/a.json"] = []byte(`[{"a":1},{"a":2},{"a":3}]`)
	if got := m.Read("/tmp/a.json", files.read, count); got != 3 {
		t.Errorf("a file that changed has %d rows", got)
	}
	m.Read("/tmp/a.json", nil, func(e Export, err error) int {
		if app.CodeOf(err) != app.Denied || !e.Given {
			t.Errorf("a file where none can be read: %v", err)
		}
		return 0
	})
}
