// Package grammar asks another author's grammar of PowerShell (tree-sitter-powershell)
// about scripts, for tests of whatever makes them.
package grammar

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"handrail/app/conformance/node"
	"handrail/app/powershell"
)

// Judge is JudgeBlocks for scripts, as files and as blocks to paste. A value of both counts
// once.
func Judge(ctx context.Context, scripts ...powershell.Script) (values int, err error) {
	var blocks []powershell.Block
	for _, s := range scripts {
		text, err := s.Text()
		if err != nil {
			return 0, err
		}
		block, err := s.Block()
		if err != nil {
			return 0, err
		}
		blocks = append(blocks, powershell.Block{Text: text, Values: block.Values}, block)
	}
	values, err = JudgeBlocks(ctx, blocks...)
	return values / 2, err
}

// JudgeBlocks fails where a block has a place that the grammar cannot read, or a value
// that does not stand in a literal of its own that means exactly the value. It
// returns the number of values that do.
func JudgeBlocks(ctx context.Context, blocks ...powershell.Block) (values int, err error) {
	var texts []string
	for _, b := range blocks {
		texts = append(texts, b.Text)
	}
	var ruled []ruling
	// The grammar comes as WebAssembly too, so the native parser it names is not needed.
	if err := node.Ask(ctx, "app/conformance/grammar", "powershell", texts, &ruled, "--legacy-peer-deps"); err != nil {
		return 0, err
	}
	if len(ruled) != len(texts) {
		return 0, fmt.Errorf("the judge read %d of %d scripts", len(ruled), len(texts))
	}
	var wrong []error
	for i, r := range ruled {
		n, err := r.about(blocks[i])
		if err != nil {
			wrong = append(wrong, fmt.Errorf("script %d: %w\n%s", i, err, texts[i]))
		}
		values += n
	}
	return values, errors.Join(wrong...)
}

// ruling is what the grammar makes of one script.
type ruling struct {
	Wrong, Literals  []string
	Others, Commands int // here-strings; commands
}

func (r ruling) about(b powershell.Block) (values int, err error) {
	if len(r.Wrong) > 0 || r.Others > 0 || r.Commands == 0 {
		return 0, fmt.Errorf("%q, %d here-strings, %d commands", r.Wrong, r.Others, r.Commands)
	}
	var meant []string
	for _, l := range r.Literals {
		m, ok := powershell.Unquote(l)
		if !ok {
			return 0, fmt.Errorf("the literal %q does not end where it should", l)
		}
		meant = append(meant, m)
	}
	for _, v := range b.Values {
		at := slices.Index(meant, v)
		if at < 0 {
			return values, fmt.Errorf("%q is in no literal of %q", v, r.Literals)
		}
		meant = slices.Delete(meant, at, at+1)
		values++
	}
	return values, nil
}
