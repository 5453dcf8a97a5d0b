package tlsrpt

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"
	"time"

	"handrail/app"

	"github.com/richardlehane/mscfb"
)

// zeros is a gzip file of n MB of zeros.
func zeros(n int) []byte { return zipped(make([]byte, n<<20)) }

// manyFailures is a report that lists n failures.
func manyFailures(n int, one string) []byte {
	return []byte(`{"organization-name":"X","date-range":{"start-datetime":"2025-01-02T00:00:00Z",` +
		`"end-datetime":"2025-01-02T23:59:59Z"},"report-id":"1","policies":[{"failure-details":[` +
		strings.TrimSuffix(strings.Repeat(one+",", n), ",") + `]}]}`)
}

func locked(name string, data []byte) []byte {
	file := archived(entry{name, data})
	at := bytes.Index(file, []byte("PK\x03\x04"))
	file[at+6] |= 1
	at = bytes.Index(file, directoryEntry)
	file[at+8] |= 1
	return file
}

func crowded(n int) []byte {
	all := make([]entry, n)
	for i := range all {
		all[i] = entry{fmt.Sprintf("%d.json", i), []byte("{}")}
	}
	return archived(all...)
}

func stored(n int) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, _ := z.CreateHeader(&zip.FileHeader{Name: "a.json", Method: zip.Deflate})
	_, _ = io.Copy(w, io.LimitReader(bytes.NewReader(make([]byte, n)), int64(n)))
	_ = z.Close()
	return b.Bytes()
}

func TestHostileFilesAreRefusedAtOnce(t *testing.T) {
	bomb := zeros(40)
	good := WriteReport(made(rand.New(rand.NewPCG(1, 1))))
	parts := "From: a@b.example\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n" +
		strings.Repeat("--b\r\n\r\nx\r\n", 500_000)
	deep := "From: a@b.example\r\n"
	for i := range 40 {
		deep += fmt.Sprintf("Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n", i, i)
	}
	for _, c := range []struct {
		name string
		file []byte
		code string
	}{
		{"gzip bomb", bomb, Bomb},
		{"gzip of 26 MB that packs badly", zipped(noise(26 << 20)), TooLarge},
		{"zip bomb", stored(40 << 20), Bomb},
		{"zip of bombs", archived(entry{"a", bomb}, entry{"b", bomb}), Bomb},
		{"bomb in a mail", mailed("application/tlsrpt+gzip", "a.gz", bomb), Bomb},
		{"bomb in base64", based(bomb), Bomb},
		{"bomb that Outlook saved", outlooked(bomb), Bomb},
		{"a million parts of gzip", bytes.Repeat(zipped(nil), 300_000), TooMany},
		{"a million failures", manyFailures(1_000_000, "{}"), TooMany},
		{"a million failures, packed", zipped(manyFailures(1_000_000, `{"result-type":"a"}`)), TooMany},
		{"a million policies", []byte(`{"date-range":{},"policies":[` + strings.Repeat("{},", 1_000_000) + `{}]}`),
			TooMany},
		{"deep JSON", []byte(`{"x":` + strings.Repeat("[", 1_000_000)), TooDeep},
		{"deep JSON in a policy", []byte(`{"policies":[` + strings.Repeat(`{"policy":`, 100_000)), TooDeep},
		{"a text of 24 MB", []byte(`{"policies":"` + strings.Repeat("x", 24<<20) + `"}`), NoDates},
		{"30 MB of JSON", []byte(`{"x":"` + strings.Repeat("x", 30<<20) + `"}`), TooLarge},
		{"zip with a password", locked("a.json", good), Encrypted},
		{"zip that leads out", archived(entry{"../../etc/cron.d/a", good}), HostileZip},
		{"zip that leads out of Windows", archived(entry{`..\..\a`, good}), HostileZip},
		{"zip with a root", archived(entry{"/etc/a", good}), HostileZip},
		{"zip with a drive", archived(entry{"C:a", good}), HostileZip},
		{"zip of 30,000 files", crowded(30_000), TooMany},
		{"zip of 2,001 files", crowded(2001), TooMany},
		{"list of 10,001 reports", []byte("[" + strings.Repeat(`{"policies":[]},`, 10_000) + `{"policies":[]}]`),
			TooMany},
		{"list of a million numbers", []byte("[" + strings.Repeat("7,", 1<<20) + "7]"), NotReport},
		{"object in object", []byte(strings.Repeat(`{"a":[`, 5000) + strings.Repeat("]}", 5000)), TooDeep},
		{"mail of 500,000 parts", []byte(parts), TooMany},
		{"mail in itself", []byte(deep), TooDeep},
		{"endless head", []byte("From: " + strings.Repeat("a", 8<<20)), Broken},
		{"endless mail", append([]byte("From: a@b.example\r\n\r\n"), make([]byte, 16<<20)...), TooLarge},
	} {
		t.Run(c.name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&before)
			began := time.Now()
			var all []Found
			err := (&Reader{}).Read(context.Background(), bytes.NewReader(c.file),
				func(f Found) error { all = append(all, f); return nil })
			took := time.Since(began)
			runtime.ReadMemStats(&after)
			if err != nil || len(all) == 0 || all[0].Report != nil || CodeOf(all[0].Err) != c.code {
				t.Fatalf("got %+v, %v; want %s", all, err, c.code)
			}
			if message, hint := app.UserMessage(all[0].Err); message == "" || hint == "" {
				t.Error("it is refused without words")
			}
			used := after.TotalAlloc - before.TotalAlloc
			if used > 160<<20+spare { // the file itself is read, doubling buffers count each time
				t.Errorf("%d MB were taken", used>>20)
			}
			t.Logf("%v, %d MB", took.Round(time.Millisecond), used>>20)
		})
	}
}

// overflowing is a file of Outlook whose head claims so many tables of tables that
// their number, counted in 32 bits, begins again at nought.
func overflowing() []byte {
	file := outlooked(zipped([]byte("{}")))
	binary.LittleEndian.PutUint32(file[72:], 0xDDBB76ED)
	return file
}

// TestAFaultOfTheLibraryEndsAtTheFile: the library that reads files of Outlook
// panics on some; for Handrail such a file is damaged, and the next one is read.
func TestAFaultOfTheLibraryEndsAtTheFile(t *testing.T) {
	file := overflowing()
	func() {
		defer func() {
			if recover() == nil {
				t.Error("the library takes this file by now, so nothing is tested: find another")
			}
		}()
		_, _ = mscfb.New(bytes.NewReader(file))
	}()
	if all := readBytes(t, &Reader{}, file); len(all) != 1 || CodeOf(all[0].Err) != Broken {
		t.Errorf("got %+v", all)
	}
}

// noise is text that packs to about a hundredth.
func noise(n int) []byte {
	r := rand.New(rand.NewPCG(1, 2))
	b := make([]byte, 2048)
	for i := range b {
		b[i] = byte('!' + r.IntN(90))
	}
	return bytes.Repeat(b, n/len(b)+1)
}

// endless returns a mailbox that never ends its only mail.
type endless struct{ read int64 }

func (e *endless) Read(p []byte) (int, error) {
	const line = "From: a@b.example of a mail that never ends\n"
	for i := range p {
		p[i] = line[(e.read+int64(i))%int64(len(line))]
	}
	if e.read == 0 {
		copy(p, "From x\n\n")
	}
	e.read += int64(len(p))
	if e.read > 64<<20 {
		return 0, io.EOF
	}
	return len(p), nil
}

func TestAMailboxWithoutAnEndTakesNoMemory(t *testing.T) {
	var all []Found
	if err := (&Reader{}).Read(context.Background(), &endless{},
		func(f Found) error { all = append(all, f); return nil }); err != nil {
		t.Fatal(err)
	}
	if len(all) != 1 || CodeOf(all[0].Err) != TooLarge {
		t.Errorf("got %+v", all)
	}
}
