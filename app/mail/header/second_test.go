package header

import (
	"fmt"
	"math/rand/v2"
	"net/netip"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"handrail/app/conformance/shared"
)

// second is the walk along the servers a second time, slow and with other means: it looks at
// the text of the fields again for each pair of them.
type second struct {
	addr    string
	at      time.Time
	delay   time.Duration
	delayed bool
	skew    time.Duration
	over    int
	edge    bool
}

var (
	secondAddr = regexp.MustCompile(`^[^(]*(?:\([^)]*?)??[\[( ]((?:\d{1,3}\.){3}\d{1,3}|` +
		`[0-9a-fA-F:]*:[0-9a-fA-F:.]*:[0-9a-fA-F.]*)(?:%\d+)?[\])]`)
	secondDate = regexp.MustCompile(`(\d{1,2}) (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) (\d{4}) ` +
		`(\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d)`)
	secondBy = regexp.MustCompile(`(?i)(?:^| )by (\S+)`)
)

func walk(fields []Field) []second {
	var all []second
	for _, f := range fields {
		if strings.ToLower(f.Name) != "received" {
			continue
		}
		s := second{}
		from := ""
		if low := strings.ToLower(f.Value); strings.HasPrefix(low, "from ") {
			end := len(low)
			for depth, i := 0, 0; i < len(low); i++ {
				if low[i] == '(' {
					depth++
				}
				if low[i] == ')' {
					depth--
				}
				if depth == 0 && i > 5 && strings.HasPrefix(low[i:], " by ") {
					end = i
					break
				}
			}
			from = f.Value[5:end]
		}
		if a := secondAddr.FindStringSubmatch(from); a != nil {
			s.addr = netip.MustParseAddr(a[1]).String()
		}
		if by := secondBy.FindStringSubmatch(f.Value); by != nil {
			s.edge = strings.HasSuffix(strings.ToLower(by[1]), ".mail.protection.outlook.com")
		}
		if d := secondDate.FindStringSubmatch(f.Value); d != nil {
			n := func(i int) int { v, _ := strconv.Atoi(d[i]); return v } // digits
			month := strings.Index("JanFebMarAprMayJunJulAugSepOctNovDec", d[2])/3 + 1
			offset := (n(8)*60 + n(9)) * 60
			if d[7] == "-" {
				offset = -offset
			}
			s.at = time.Unix(time.Date(n(3), time.Month(month), n(1), n(4), n(5), n(6), 0, time.UTC).Unix()-int64(offset),
				0).UTC()
		}
		all = append(all, s)
	}
	for i := range all {
		if all[i].at.IsZero() {
			continue
		}
		for j := i + 1; j < len(all); j++ {
			if all[j].at.IsZero() {
				continue
			}
			all[i].over = j - i - 1
			if d := all[i].at.Unix() - all[j].at.Unix(); d < 0 {
				all[i].skew = time.Duration(-d) * time.Second
			} else {
				all[i].delay, all[i].delayed = time.Duration(d)*time.Second, true
			}
			break
		}
	}
	return all
}

// generated returns a header with servers of many kinds, some without a time or an address.
func generated(r *rand.Rand) string {
	pick := func(all ...string) string { return all[r.IntN(len(all))] }
	var b strings.Builder
	at := time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)
	for range 1 + r.IntN(12) {
		name := fmt.Sprintf("h%d.example", r.IntN(90))
		by := pick("mx.example", "AM1.mail.protection.outlook.com", "AM1.eurprd01.prod.outlook.com", "by.example")
		v4 := fmt.Sprintf("%d.%d.%d.%d", 1+r.IntN(220), r.IntN(256), r.IntN(256), r.IntN(256))
		from := pick("from "+name+" ("+v4+")\n ", "from "+name+" ("+name+" ["+v4+"])\n\t", "from "+name+" (2001:db8::"+
			fmt.Sprintf("%x", 1+r.IntN(60000))+") ",
			"from "+name+" (unknown ["+v4+"])\n (using TLSv1.3 with cipher X (2/2 bits))\n ", "", "from "+name+" ")
		b.WriteString("Received: " + from + "by " + by + pick("", " (10.0.0.1)") + " with " + pick("ESMTPS", "SMTP") +
			" id x" + pick("", "\n for <a@b.example>"))
		if r.IntN(6) > 0 {
			zone := time.FixedZone("", (r.IntN(25)-12)*3600)
			b.WriteString(";\n " + at.In(zone).Format(pick(time.RFC1123Z, "2 Jan 2006 15:04:05 -0700 (MST)")))
		}
		b.WriteString("\n")
		at = at.Add(-time.Duration(r.IntN(100)-15) * time.Second)
	}
	return b.String()
}

// TestASecondWalk compares the hops with those of the slow walk.
func TestASecondWalk(t *testing.T) {
	texts := []string{gateway}
	for seed := range uint64(3000) {
		texts = append(texts, generated(rand.New(rand.NewPCG(seed, 19))))
	}
	for _, folder := range [][]string{{"samples", "exo", "headers"}, {"samples", "admin", "exchange", "headers"}} {
		if path, found := shared.Find(folder...); found {
			files, _ := filepath.Glob(filepath.Join(path, "*.txt"))
			for _, file := range files {
				data, err := os.ReadFile(file)
				if err != nil {
					t.Fatal(err)
				}
				texts = append(texts, string(data))
			}
		}
	}
	for _, text := range texts {
		m := read(t, text)
		slow := walk(m.Fields)
		if len(slow) != len(m.Hops) {
			t.Fatalf("%d hops, slowly %d:\n%s", len(m.Hops), len(slow), text)
		}
		for i, s := range slow {
			h := m.Hops[i]
			addr := ""
			if h.Addr.IsValid() {
				addr = h.Addr.String()
			}
			if got := (second{addr, h.At, h.Delay, h.Delayed, h.Skew, h.Over, h.Edge}); got != s {
				t.Fatalf("hop %d: %+v, slowly %+v:\n%s", i, got, s, text)
			}
		}
	}
}
