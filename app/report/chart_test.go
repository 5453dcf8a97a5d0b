package report

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
)

// TestAChartStandsInThePage: the picture is there with a form for each meaning,
// hostile labels stay words, and the picture is well-formed.
func TestAChartStandsInThePage(t *testing.T) {
	c := Chart{Title: "Deliveries", Labels: []string{`<script>alert(1)</script>`, `"><img src=x>`, "c"},
		Series: []Series{
			{Name: "Delivered", Meaning: "quiet", Values: []float64{40, 38, 0}, Unknown: []bool{false, false, true}},
			{Name: "Failed <b>", Meaning: "failed", Values: []float64{0, 2, 0}, Unknown: []bool{false, false, true}},
		}}
	var b bytes.Buffer
	if err := WriteHTML(&b, &Document{Title: "T", Blocks: []Block{c}}); err != nil {
		t.Fatal(err)
	}
	text := b.String()
	begin := strings.LastIndex(text, "<svg")
	if begin < 0 || !strings.Contains(text, `class="chart"`) {
		t.Fatal("the page has no picture")
	}
	picture := text[begin : begin+strings.Index(text[begin:], "</svg>")+len("</svg>")]
	for _, want := range []string{"</svg> Delivered</span>", "</svg> Failed &lt;b&gt;</span>",
		"</svg> Not known</span>"} {
		if !strings.Contains(text[:begin], want) {
			t.Errorf("the legend lacks %s", want)
		}
	}
	for _, want := range []string{"fill:var(--quiet)", "fill:url(#failed)", "stroke-dasharray", `id="failed"`} {
		if !strings.Contains(picture, want) {
			t.Errorf("the picture lacks %s", want)
		}
	}
	if strings.Contains(picture, "rgb(") || strings.Contains(picture, "<script") || strings.Contains(picture, "<img") {
		t.Errorf("the picture has a fixed colour or a foreign tag:\n%s", picture)
	}
	for d := xml.NewDecoder(strings.NewReader(picture)); ; {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatalf("the picture is not well-formed: %v", err)
		}
	}
	if !strings.Contains(text, "<td") {
		t.Error("the numbers do not stand under the picture")
	}
}

// TestAListOfAmountsIsNoStack: it has its table, and no picture.
func TestAListOfAmountsIsNoStack(t *testing.T) {
	c := Chart{Labels: []string{"a", "b"},
		Series: []Series{{Values: []float64{1, 2}, Meanings: []string{"quiet", "problem"}}}}
	if c.Stacked() || svg(c) != "" {
		t.Error("it is drawn as stacks")
	}
}
