package tlsrpt

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"

	"handrail/app/mail/tlsreport"

	"github.com/richardlehane/mscfb"
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

// openCompound is the library's; a test has one that panics.
var openCompound = mscfb.New

// outlookStreams returns the attachments of an email that Outlook saved.
func outlookStreams(data []byte) (all [][]byte, err error) {
	broken := refuse(Broken, askAgain, "The email that Outlook saved is damaged or ends too early.")
	defer func() {
		// The library trusts offsets of the file; a made-up one ends here.
		if recover() != nil {
			all, err = nil, broken
		}
	}()
	doc, err := openCompound(bytes.NewReader(data))
	if err != nil {
		return nil, broken
	}
	if len(doc.File) > 10_000 {
		return nil, refuse(TooMany, "Genuine emails do not look like this. Do not import it.",
			"The email has more than 10,000 entries.")
	}
	left := int64(MaxPacked)
	for {
		f, err := doc.Next()
		if errors.Is(err, io.EOF) {
			return all, nil
		}
		if err != nil {
			return nil, broken
		}
		if f.Name != attachData || len(f.Path) == 0 || !strings.HasPrefix(f.Path[len(f.Path)-1], attachFolder) {
			continue
		}
		if f.Size > left || len(all) == MaxParts {
			return nil, refuse(TooLarge, "Genuine reports are not so large. Do not import it.",
				"The file is larger than %d MB.", MaxPacked>>20)
		}
		left -= f.Size
		stream, err := io.ReadAll(io.LimitReader(f, f.Size))
		if err != nil {
			return nil, broken
		}
		all = append(all, stream)
	}
}
