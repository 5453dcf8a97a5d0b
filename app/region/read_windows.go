package region

import (
	"context"
	"time"
	"unsafe"

	"golang.org/x/sys/windows"
)

var getLocaleInfo = windows.NewLazySystemDLL("kernel32.dll").NewProc("GetLocaleInfoEx")

// What GetLocaleInfoEx is asked for (Microsoft Learn, “Locale Information Constants”).
const (
	shortDate      = 0x1F   // LOCALE_SSHORTDATE
	paperSize      = 0x100A // LOCALE_IPAPERSIZE
	firstDayOfWeek = 0x100C // LOCALE_IFIRSTDAYOFWEEK, 0 is Monday
)

// read asks Windows for the settings of the person.
func read(context.Context) Forms {
	f := Standard()
	f.Day = fromPattern(info(shortDate))
	if first := info(firstDayOfWeek); len(first) == 1 && first >= "0" && first <= "6" {
		f.First = time.Weekday((int(first[0]-'0') + 1) % 7)
	}
	f.Letter = info(paperSize) == "1"
	return f
}

// info returns one of the settings of the person; "" where Windows does not say it.
func info(what uintptr) string {
	if getLocaleInfo.Find() != nil {
		return ""
	}
	var text [128]uint16
	n, _, _ := getLocaleInfo.Call(0, what, uintptr(unsafe.Pointer(&text[0])), uintptr(len(text))) // 0: the person’s own
	if n == 0 {
		return ""
	}
	return windows.UTF16ToString(text[:])
}
