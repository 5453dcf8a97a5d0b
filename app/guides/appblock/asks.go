package appblock

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"handrail/app"
	"handrail/app/device/appblock"
	"handrail/app/device/indicator"
	"handrail/app/guide"
	"handrail/app/guide/ask"
	"handrail/app/report"
)

func whichReport() guide.Ask {
	return ask.Optional(ask.Line(askReport, ask.Words{Label: "Which report?",
		Hint: "Enter its name or ID. Leave it empty for the report of your computers.",
		Help: "Each report has its own source of traffic. Some know people, others only addresses."},
		ask.When(askFrom, fromMicrosoft)))
}

func (d deps) export() guide.Ask {
	return ask.Optional(ask.Lines(askExport, ask.Words{Label: "Which file?",
		Hint: "Enter the path of the exported file, drop it here, or paste its rows."},
		ask.When(askFrom, fromFile), ask.File), ask.FirstOf(func(*guide.Visit) string { return d.Files.Answers.Apps }))
}

func columns() guide.Ask {
	return ask.Optional(ask.Lines(askColumns, ask.Words{Label: "Which column is which?",
		Hint: "Only if Handrail does not find them. One line each, for example score = Risk score.",
		Help: "The names are name, id, score, category, tags, domains, people, transactions, traffic, upload, " +
			"download and last-seen."},
		ask.When(askFrom, fromFile), ask.Checked(func(text string) error {
			_, err := appblock.ParseColumns(text)
			return err
		})))
}

func whichScore() guide.Ask {
	return ask.Level(askScore, ask.Words{Label: "Up to which score should apps be blocked?",
		Hint: "Move the slider. Apps with this score or a lower one would be blocked."},
		0, appblock.MaxScore, levelsOf, ask.First("4"))
}

// levelsOf returns the curve that the first step found, from its facts.
func levelsOf(v *guide.Visit) report.Levels {
	total := v.Fact("apps")
	if total == "" || total == string(report.Unknown) {
		return report.Levels{}
	}
	var levels [appblock.MaxScore + 1]appblock.Level
	var too wantedAt
	read := func(name string, score int) float64 {
		f, _ := strconv.ParseFloat(v.Fact(fmt.Sprintf("%s-%d", name, score)), 64) // unknown is 0, and not shown
		return f
	}
	for score := range levels {
		too[score] = int(read("collateral", score))
		levels[score] = appblock.Level{Score: score, Apps: int(read("blocked", score)),
			PeopleLeast: int(read("people-least", score)), PeopleUnknown: int(read("people-unknown", score)),
			Traffic:        int64(math.Round(read("traffic", score) * gigabyte)),
			TrafficUnknown: missing(v.Fact(fmt.Sprintf("traffic-%d", score)))}
	}
	n, _ := strconv.Atoi(total)
	return curve(levels, too, n, 4)
}

func missing(fact string) int {
	if fact == string(report.Unknown) {
		return 1
	}
	return 0
}

func whichNeeded() guide.Ask {
	return ask.Optional(ask.Lines(askNeeded, ask.Words{Label: "Which of these apps do you need?",
		Hint: "One name or ID on each line. Handrail never blocks them. Leave it empty if you need none.",
		Help: "Apps with the tag Sanctioned stay anyway. " +
			"Handrail also leaves out the addresses above an app that you need."}))
}

func whichAction() guide.Ask {
	return ask.Choice(askAction, ask.Words{Label: "What should happen when someone opens such an app?",
		Hint: "If you are not sure, select “Warn first”, and block later."},
		[]guide.Option{
			{Value: "block", Label: "Block it"},
			{Value: "warn", Label: "Warn first", Hint: "People can continue after the warning."},
			{Value: "audit", Label: "Record it only", Hint: "Nothing changes for anyone."},
		})
}

// action returns the action of the indicators.
func action(v *guide.Visit) indicator.Action {
	switch v.Answer(askAction) {
	case "warn":
		return indicator.Warn
	case "audit":
		return indicator.Audit
	}
	return indicator.Block
}

func (d deps) existing() guide.Ask {
	return ask.Optional(ask.Lines(askExisting, ask.Words{Label: "Which indicators are there already?",
		Hint: "Enter the path of an export of your indicators, or leave it empty if you have none.",
		Help: "In Microsoft Defender: Settings > Endpoints > Indicators > Export."}, ask.File),
		ask.FirstOf(func(*guide.Visit) string { return d.Files.Answers.Indicators }))
}

func addresses() guide.Ask {
	return ask.Optional(ask.Lines(askAddresses, ask.Words{Label: "Which addresses do you want to try?",
		Hint: "One address on each line. For example https://www.example.org/page. You can leave it empty.",
		Help: "Handrail says what the list would do with each, in Microsoft Edge and in other browsers."},
		ask.Checked(func(text string) error {
			for _, line := range ask.Rows(text) {
				if _, err := indicator.Simulate(nil, indicator.Visit{URL: line}); err != nil {
					return app.Errorf(app.Invalid, "Enter an address such as https://www.example.org/page.",
						"“%.60s” is not an address of the web.", line)
				}
			}
			return nil
		})))
}

func (d deps) after() guide.Ask {
	return ask.Optional(ask.Lines(askAfter, ask.Words{Label: "Which indicators are there now?",
		Hint: "Export your indicators again after the import, and enter the path of the file.",
		Help: "In Microsoft Defender: Settings > Endpoints > Indicators > Export."}, ask.File),
		ask.FirstOf(func(v *guide.Visit) string {
			if v.Outcomes[stepList].State != guide.Completed {
				return ""
			}
			return d.Files.Answers.IndicatorsLater
		}))
}

// isText reports whether an answer is pasted rows: a path has one line and no separator.
func isText(answer string) bool {
	return strings.ContainsAny(answer, "\n") || strings.Contains(answer, ",") && !strings.HasSuffix(answer, ".csv")
}
