package clean

import (
	"net/mail"
	"testing"
)

func TestAddressStaysOne(t *testing.T) {
	for in, want := range map[string]string{
		"mo@vestry.example": "<mo@vestry.example>", "o'dell+x@vestry.example": "<o'dell+x@vestry.example>",
		"mo bell@vestry.example":           `<"mo bell"@vestry.example>`,
		"mo,all@vestry.example":            `<"mo,all"@vestry.example>`,
		`mo"x@vestry.example`:              `<"mo\"x"@vestry.example>`,
		"mo@a.example>, <eve@evil.example": `<"mo@a.example>, <eve"@evil.example>`,
		"mo@a.example, eve":                "", "mo@a.example>": "", "": "", "mo": "", "@a.example": "",
		"mo@a.example\r\nBcc: eve@evil.example": "", "mo\x1b@a.example": "", "mo\u202e@a.example": "",
		"zoë@vestry.example": "<zoë@vestry.example>",
	} {
		got := Address(in)
		if got != want {
			t.Errorf("%q is written %q, want %q", in, got, want)
		}
		if all, err := mail.ParseAddressList(got); got != "" && (err != nil || len(all) != 1 || all[0].Address != in) {
			t.Errorf("%q is read as %v, %v", got, all, err)
		}
	}
}
