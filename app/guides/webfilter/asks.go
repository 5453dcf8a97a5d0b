package webfilter

import (
	"strings"

	"handrail/app"
	rules "handrail/app/device/webfilter"
	"handrail/app/guide"
	"handrail/app/guide/ask"
)

// nothing is the answer of a policy that blocks nothing and only records.
const nothing = "None"

func (d deps) askDevices() guide.Ask {
	return ask.Optional(ask.Lines(askDevices, ask.Words{Label: "What do you know about the devices?",
		Hint: "Enter the path of the file, one path on each line, or paste the text. Leave it empty if you have none.",
		Help: "The result of the query for devices, or what webfilter-device.ps1 wrote on single computers."}),
		ask.First(d.Files.Answers.FilterDevices), ask.File)
}

func askWhich() guide.Ask {
	return ask.Line(askCategories, ask.Words{Label: "Which categories do you want to block?",
		Hint: "For example: Gambling, Peer-to-peer. Enter None for a policy that only records.",
		Help: "Use the names of Microsoft Defender. The name of a parent, such as Leisure, means all its categories: " +
			strings.Join(rules.Parents(), ", ") + "."},
		ask.Checked(func(text string) error {
			_, err := chosen(text)
			return err
		}),
		ask.Cleaned(func(text string) string {
			all, err := chosen(text)
			if err != nil {
				return strings.TrimSpace(text)
			}
			names := []string{}
			for _, c := range all {
				names = append(names, c.Name)
			}
			if len(names) == 0 {
				return nothing
			}
			return strings.Join(names, ", ")
		}))
}

// chosen returns the categories of an answer. The error names what is none.
func chosen(text string) ([]rules.Category, error) {
	if strings.EqualFold(strings.TrimSpace(text), nothing) {
		return nil, nil
	}
	found, unknown := rules.Parse(text)
	switch {
	case len(unknown) > 0:
		return nil, app.Errorf(app.Invalid, "Use the names of Microsoft Defender, for example Gambling or Leisure.",
			"“%.40s” is not a category.", unknown[0])
	case len(found) == 0:
		return nil, app.Errorf(app.Invalid, "Enter a category, or None.", "There is no category yet.")
	}
	return found, nil
}

func (d deps) askReport() guide.Ask {
	return ask.Optional(ask.Lines(askReport, ask.Words{Label: "What does the Web protection report say?",
		Hint: "Enter the path of the exported table, or paste it. Leave it empty if you have none.",
		Help: "In Microsoft Defender, go to Reports > Web protection. The table of domains says most: it also has the " +
			"category of each site."}), ask.First(d.Files.Answers.FilterReport), ask.File)
}

// askMapping asks for the columns of a report whose columns are not recognised: Microsoft does not document
// their names, and they come in many languages.
func askMapping() guide.Ask {
	return ask.Optional(ask.Lines(askColumns, ask.Words{Label: "Which columns does the report have?",
		Hint: "Leave it empty if your report is in English. Else for example: category = Kategorie; attempts = Zugriffe.",
		Help: "Columns can hold: " + strings.Join(rules.ColumnNames(), ", ") + "."},
		ask.Checked(func(text string) error {
			if _, wrong := rules.ReadMapping(text); len(wrong) > 0 {
				return app.Errorf(app.Invalid, "Write what a column holds, then =, then its name in your file.",
					"“%.60s” cannot be read.", wrong[0])
			}
			return nil
		})))
}

func (d deps) askHunting() guide.Ask {
	return ask.Optional(ask.Lines(askHunting, ask.Words{Label: "What did Defender record?",
		Hint: "Enter the path of the exported result, or paste it. Leave it empty if you have none.",
		Help: "The result of the first query as CSV or JSON, or the timeline of one device as CSV. The file can be large."}),
		ask.First(d.Files.Answers.Hunting), ask.File, private(askHunting))
}

// private saves a path, and pasted names and sites only if the person wants names to be saved.
func private(question string) ask.Part {
	return ask.Private(func(v *guide.Visit) bool {
		text := strings.TrimSpace(v.Answer(question))
		return text == "" || v.Answer(askNames) == namesKeep || isPath(text) && !strings.Contains(text, "\n")
	})
}

// askAfter offers a later file only once the policy was set up.
func (d deps) askAfter() guide.Ask {
	return ask.Optional(ask.Lines(askAfter, ask.Words{Label: "What does the query return now?",
		Hint: "Run the first query again, and enter the path of its result."}),
		ask.FirstOf(func(v *guide.Visit) string {
			if v.Outcomes[stepSetUp].State != guide.Completed {
				return ""
			}
			return d.Files.Answers.HuntingLater
		}), ask.File, private(askAfter))
}

func keepNames() guide.Ask {
	return ask.Choice(askNames, ask.Words{Label: "What should the saved report say about people?",
		Hint: "You see the names in any case. Which sites people open is private."},
		[]guide.Option{
			{Value: namesCounts, Label: "Save numbers only", Hint: "Names and sites are gone when you close the guide."},
			{Value: namesKeep, Label: "Save names and sites", Hint: "Ask whether your organisation may do that."},
		})
}

func askPlan() guide.Ask {
	return ask.Lines(askPolicies, ask.Words{Label: "Which policies do you plan or have?",
		Hint: "One on each line: name; device groups; categories. Write * for all devices.",
		Help: "Include the policies that are there already. For example: Staff; Office, Hall; Gambling, Peer-to-peer."},
		ask.FirstOf(func(v *guide.Visit) string {
			return "Web filter; *; " + v.Answer(askCategories)
		}), ask.Following(askCategories), ask.Checked(func(text string) error {
			all, wrong := policies(text)
			switch {
			case len(wrong) > 0:
				return app.Errorf(app.Invalid, "Write: name; device groups; categories.", "“%.60s” cannot be read.", wrong[0])
			case len(all) == 0:
				return ask.Filled("")
			}
			return nil
		}))
}

// policies returns the policies of an answer, in which None blocks nothing.
func policies(text string) ([]rules.Policy, []string) {
	var lines []string
	for _, line := range ask.Rows(text) {
		if name, rest, ok := strings.Cut(line, ";"); ok {
			if groups, categories, ok := strings.Cut(rest, ";"); ok &&
				strings.EqualFold(strings.TrimSpace(categories), nothing) {
				line = name + ";" + groups + ";"
			}
		}
		lines = append(lines, line)
	}
	return rules.ReadPolicies(strings.Join(lines, "\n"))
}

func (d deps) askSites() guide.Ask {
	return ask.Optional(ask.Lines(askIndicators, ask.Words{Label: "Which sites do you allow or block yourself?",
		Hint: "One site on each line to allow it, or the path of a file with indicators. Leave it empty if there are none.",
		Help: "In Microsoft Defender, go to Settings > Endpoints > Indicators > URLs/Domains, and export the list."}),
		ask.First(d.Files.Answers.Indicators), ask.File)
}
