package webfilter

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"sync"

	"handrail/app/device/hunting"
	"handrail/app/guide"
	"handrail/app/guide/export"
	"handrail/app/task"
)

// memory has what the last files said: several steps ask for the same two, before and after. Very large
// results are read again each time.
type memory struct {
	mu  sync.Mutex
	all []remembered // the latest last
}

type remembered struct {
	key  string
	said *hunting.Result
}

const (
	mostFiles    = 2
	mostAttempts = 200_000
)

// key names a file with its size and when it was changed; "" for what is not a file.
func (m *memory) key(from io.Reader) string {
	f, ok := from.(interface {
		Name() string
		Stat() (fs.FileInfo, error)
	})
	if !ok {
		return ""
	}
	info, err := f.Stat()
	if err != nil {
		return ""
	}
	return fmt.Sprint(f.Name(), "|", info.Size(), "|", info.ModTime().UnixNano())
}

func (m *memory) last(key string) *hunting.Result {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, one := range m.all {
		if key != "" && one.key == key {
			return one.said
		}
	}
	return nil
}

func (m *memory) keep(key string, said *hunting.Result) {
	if key == "" || len(said.Attempts) > mostAttempts {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.all = append(m.all, remembered{key, said})
	m.all = m.all[max(0, len(m.all)-mostFiles):]
}

// recorded returns what Defender recorded, from the answer to a question: pasted, or the path of a file of any
// size, which is read piece by piece.
func (d deps) recorded(ctx context.Context, v *guide.Visit, question string, progress task.Report) (r *hunting.Result,
	given bool, err error) {
	isText := func(text string) bool {
		return strings.Contains(text, "\n") || strings.Contains(text, "ActionType") || strings.ContainsAny(text[:1], "{[")
	}
	var from io.ReadCloser
	data, given, err := export.Text(v.Answer(question), isText, func(path string) ([]byte, error) {
		if d.Files.Open == nil {
			if d.Files.Read == nil {
				return nil, nil
			}
			return d.Files.Read(path)
		}
		from, err = d.Files.Open(path)
		return nil, err
	})
	if !given || err != nil {
		return nil, given, err
	}
	if from == nil {
		from = io.NopCloser(bytes.NewReader(data))
	}
	defer from.Close()
	known := d.read.key(from)
	if r := d.read.last(known); r != nil {
		return r, true, ctx.Err()
	}
	r, err = hunting.Read(ctx, from, func(rows int) {
		if progress != nil {
			progress(task.Progress{Note: "Read " + guide.Figures(rows) + " rows."})
		}
	})
	if err == nil {
		d.read.keep(known, r)
	}
	return r, true, err
}
