package teamslink

import (
	"bytes"
	"image/png"

	"github.com/boombuler/barcode"
	"github.com/boombuler/barcode/qr"

	"handrail/app"
)

// QR returns link as a QR code (ISO/IEC 18004): a PNG of about size pixels, with a quiet
// zone of four modules. app.Invalid if the link is too long.
func QR(link string, size int) ([]byte, error) {
	code, err := qr.Encode(link, qr.M, qr.Auto)
	if err != nil {
		return nil, &app.Error{Code: app.Invalid, Message: "The link is too long for a QR code.",
			Hint: "Use a short link.",
			Err:  err}
	}
	dots := code.Bounds().Dx()
	scale := max(2, size/(dots+8))
	if code, err = barcode.Scale(code, dots*scale, dots*scale); err != nil {
		return nil, err
	}
	var out bytes.Buffer
	err = png.Encode(&out, framed(code, 4*scale))
	return out.Bytes(), err
}
