package backgrounds

import (
	"context"
	"strings"

	"handrail/app/event/background"
	"handrail/app/guide"
	"handrail/app/report"
)

// The pages of Microsoft that the steps name.
const (
	customization   = "https://admin.teams.microsoft.com/policies/customization"
	meetingPolicies = "https://admin.teams.microsoft.com/policies/meetings"
)

// handGive returns the steps for the gallery, and the picture turned upright where it stores a rotation.
// There is never a mirrored copy.
func (d deps) handGive(ctx context.Context, v *guide.Visit) (*guide.Handover, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	p := d.load(v)
	h := &guide.Handover{Done: "I have done this"}
	if p.err != nil {
		return &guide.Handover{Nothing: "Handrail could not read the picture, so there is nothing to hand out.",
			Done: "Continue"}, nil
	}
	if v.Answer(askRead) == readBackwards {
		h.Blocks = append(h.Blocks, report.Banner{Tone: report.Warning, Lead: "Do not use this file. ",
			Text: "Everyone else would read the words backwards. It was mirrored before."})
		h.Todo = append(h.Todo, "Ask for the original file, from before it was mirrored.",
			"Start this guide again with the original.")
		return h, nil
	}
	if err := p.offer(h); err != nil {
		return nil, err
	}
	if background.Worst(p.Check(gallery(v))) == background.Refused {
		h.Todo = append(h.Todo, "First fix what the checks of the picture name.")
	}
	if gallery(v) == background.Organisation {
		h.Links = []guide.Link{{Title: "Open the customization policies in the Teams admin center", URL: customization}}
		h.Todo = append(h.Todo, "In the Teams admin center, go to Meetings > Customization policies.",
			"Select the policy, and turn on “Custom backgrounds”.",
			"Select “Add”, choose the file, and select “Save”. A policy holds at most 50 pictures.",
			"Wait a day, then open “Video effects” in a meeting with an account that has Teams Premium.")
		return h, nil
	}
	if v.Fact("own-picture") == string(background.No) {
		h.Todo = append(h.Todo, "First allow all video effects in the meeting policies. Until then, no one can use the file.")
	}
	h.Links = []guide.Link{{Title: "Open the meeting policies in the Teams admin center", URL: meetingPolicies}}
	h.Messages = []guide.Message{{Subject: "A background for your Teams meetings", Text: message}}
	h.Todo = append(h.Todo, "Put the file where everyone finds it, and send the text below.",
		"Ask one person to join a meeting with you, and look at the picture as others see it.")
	return h, nil
}

// message explains it to staff.
const message = `You can now use our picture as your background in Teams.

1. Save the file on your computer.
2. In a meeting, go to More > Video effects > Backgrounds, and select “Add new”.
3. Choose the file.

You see the words mirrored, because Teams shows you your own video as a mirror does. Everyone else reads them the ` +
	`right way round. You do not need to change anything.`

// offer adds the picture without its rotation, if turning is enough.
func (p picture) offer(h *guide.Handover) error {
	if !p.Rotated() || p.Turned() {
		return nil
	}
	data, err := background.Upright(p.Picture, p.data)
	if err != nil {
		return err
	}
	name := p.name
	if dot := strings.LastIndex(name, "."); dot > 0 {
		name = name[:dot]
	}
	ending := map[bool]string{true: ".jpg", false: ".png"}[p.Kind == "jpeg"]
	h.Bundles = append(h.Bundles, guide.Bundle{ID: "upright", Title: "The picture without the stored rotation",
		Summary: "Turned upright, not mirrored.", Steps: []string{"Save the file, and use it instead of the original."},
		Files: []guide.File{{Path: name + "-upright" + ending, Data: data}}})
	return nil
}
