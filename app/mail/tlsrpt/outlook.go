package tlsrpt

import (
	"context"
	"errors"
	"strings"

	"handrail/app/mail/outlookfile"
	"handrail/app/mail/tlsreport"
)

// An email that Outlook saved as .msg is a small file system ([MS-CFB]); its
// attachments are streams with the names below ([MS-OXMSG] section 2.2.2,
// [MS-OXPROPS]: PidTagAttachDataBinary). The mail as it was sent is not in it, so
// its signature cannot be tested.
const (
	attachFolder = "__attach_version1.0_"
	attachData   = "__substg1.0_37010102"
)

func (r *Reader) outlook(ctx context.Context, data []byte, each func(Found) error) error {
	streams, err := outlookStreams(data)
	if err != nil {
		return each(Found{Err: err})
	}
	budget := int64(MaxUnpacked)
	some := false
	for _, s := range streams {
		k := sniff(s)
		if k != gzipKind && k != zipKind && k != jsonKind {
			continue
		}
		some = true
		err := r.attached(ctx, "", k, s, level{&budget, false}, func(f Found) error {
			if f.Report != nil {
				f.Report.Signed = tlsreport.Signed{State: tlsreport.Untested,
					Why: "Outlook does not save the signed original."}
			}
			return each(f)
		})
		if err != nil {
			return err
		}
	}
	if !some {
		return each(Found{Err: refuse(NoReport, "Select an email from a reporting organisation.",
			"The email contains no TLS report.")})
	}
	return nil
}

// outlookStreams returns the attachments of an email that Outlook saved.
func outlookStreams(data []byte) (all [][]byte, err error) {
	err = outlookfile.Streams(data, MaxPacked, func(folder []string, name string) bool {
		return name == attachData && len(folder) > 0 && strings.HasPrefix(folder[len(folder)-1], attachFolder)
	}, func(_ []string, _ string, stream []byte) error {
		if len(all) == MaxParts {
			return outlookfile.ErrTooLarge
		}
		all = append(all, stream)
		return nil
	})
	switch {
	case err == nil:
		return all, nil
	case errors.Is(err, outlookfile.ErrTooMany):
		return nil, refuse(TooMany, "Do not import it. Genuine emails do not look like this.",
			"The email has more than 10,000 entries.")
	case errors.Is(err, outlookfile.ErrTooLarge):
		return nil, refuse(TooLarge, "Do not import it. Genuine reports are not so large.",
			"The file is larger than %d MB.", MaxPacked>>20)
	}
	return nil, refuse(Broken, askAgain, "The email that Outlook saved is damaged or ends too early.")
}
