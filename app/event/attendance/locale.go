package attendance

import "slices"

// halves are the words for a.m. and p.m. in the languages of Teams, without dots and
// spaces (Unicode CLDR, dayPeriods).
var halves = map[string]byte{
	"am": 'a', "pm": 'p', "a": 'a', "p": 'p', "πμ": 'a', "μμ": 'p',
	"上午": 'a', "下午": 'p', "午前": 'a', "午後": 'p', "오전": 'a', "오후": 'p',
	"ص": 'a', "م": 'p', "قظ": 'a', "بظ": 'p', "قبلازظهر": 'a', "بعدازظهر": 'p',
	"पूर्वाह्न": 'a', "अपराह्न": 'p', "मपू": 'a', "मउ": 'p', "পূর্বাহ্ণ": 'a', "অপরাহ্ণ": 'p',
	"পূর্বাহ্ন": 'a', "অপরাহ্ন": 'p', "முற்பகல்": 'a', "பிற்பகல்": 'p', "முப": 'a', "பிப": 'p',
	"ಪೂರ್ವಾಹ್ನ": 'a', "ಅಪರಾಹ್ನ": 'p', "පෙව": 'a', "පව": 'p', "ጥዋት": 'a', "ከሰዓት": 'p',
	"ก่อนเที่ยง": 'a', "หลังเที่ยง": 'p', "ກ່ອນທ່ຽງ": 'a', "ຫຼັງທ່ຽງ": 'p', "နံနက်": 'a', "ညနေ": 'p',
	"sa": 'a', "ch": 'p', "pg": 'a', "ptg": 'p', "öö": 'a', "ös": 'p', "de": 'a', "du": 'p',
	"eparadites": 'a', "epasdites": 'p', "paradite": 'a', "pasdite": 'p', "fm": 'a', "em": 'p',
	"vm": 'a', "nm": 'p', "fh": 'a', "eh": 'p', "rn": 'a', "in": 'p', "yb": 'a', "yh": 'p',
	"прпл": 'a', "попл": 'p', "претпладне": 'a', "попладне": 'p', "үө": 'a', "үх": 'p',
	"dop": 'a', "odp": 'p', "dopoludnia": 'a', "popoludní": 'p', "priešpiet": 'a', "popiet": 'p',
	"priekšp": 'a', "pēcp": 'p', "пробяд": 'a', "слобяд": 'p', "дп": 'a', "пп": 'p',
}

// fillers are words in dates that say nothing: “at”, “year”, and the letters of ISO 8601.
var fillers = []string{"t", "z", "tz", "utc", "klo", "kl", "г", "гв", "года", "р", "о", "об", "в", "во", "at", "um",
	"à", "às", "as", "alle", "ob", "om", "lúc", "στις", "plkst", "la", "u", "s", "h", "min"}

// zeros are the digits 0 of the scripts in which Teams may write a date.
var zeros = []rune{'0', 0x660, 0x6f0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xe50, 0xed0,
	0x1040, 0x17e0, 0xff10}

// digit returns the value of a digit of any of these scripts, or -1.
func digit(r rune) int {
	if r < '0' {
		return -1
	}
	if r <= '9' {
		return int(r - '0')
	}
	if i := slices.IndexFunc(zeros, func(zero rune) bool { return r >= zero && r < zero+10 }); i >= 0 {
		return int(r - zeros[i])
	}
	return -1
}
