package teamslink

import (
	"bytes"
	"image/png"

	"github.com/boombuler/barcode"
	"github.com/boombuler/barcode/qr"

	"handrail/app"
)

// QR gives the link as a QR code (ISO/IEC 18004), a PNG of about size pixels with
// whole pixels for each of its dots and the quiet edge of four dots around it.
func QR(link string, size int) ([]byte, error) {
	code, err := qr.Encode(link, qr.M, qr.Auto)
	if err != nil {
		return nil, &app.Error{Code: app.Invalid, Message: "The link is too long for a QR code.", Hint: "Use a short link that you can point elsewhere.", Err: err}
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
