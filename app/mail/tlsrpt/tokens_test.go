package tlsrpt

import (
	"bytes"
	"encoding/json"
	"io"
	"testing"
)

// FuzzTokens: what is JSON as a whole is read as a json.Decoder reads it, token by token.
func FuzzTokens(f *testing.F) {
	for _, s := range seeds(f) {
		f.Add(s)
	}
	f.Add([]byte(`{"a":[1,-2.5e3,true,false,null,"\u00e9\ud800\\\""],"":{}}`))
	f.Add([]byte("[\"\xff\", 0 ]\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		if !json.Valid(text) {
			return
		}
		fast, ok := newTokenizer(text).(*tokens)
		if !ok {
			t.Fatalf("%q is read the slow way", text)
		}
		for _, copies := range []bool{false, true} {
			*fast = tokens{in: fast.in, copies: copies}
			dec := json.NewDecoder(bytes.NewReader(text))
			dec.UseNumber()
			sameTokens(t, text, decoder{dec}, fast)
		}
	})
}

func sameTokens(t *testing.T, text []byte, slow, fast tokenizer) {
	t.Helper()
	for {
		want, bad := slow.token()
		got, err := fast.token()
		if got != want || (err == io.EOF) != (bad == io.EOF) {
			t.Fatalf("%q: %#v %v, not %#v %v", text, got, err, want, bad)
		}
		if err != nil {
			return
		}
		if slow.offset() != fast.offset() || slow.more() != fast.more() {
			t.Fatalf("%q: after %#v at %d, more %v, not at %d, %v", text, got, fast.offset(), fast.more(),
				slow.offset(), slow.more())
		}
	}
}
